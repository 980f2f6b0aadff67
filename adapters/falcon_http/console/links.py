"""Where a list goes on."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from falcon.asgi import Request

from openphone_crm.paging import Page

T = TypeVar("T")


def older(request: Request, page: Page[T]) -> str | None:
    """Give the address of the next page of a list, with the query that this one has, if there is one."""
    if page.next is None:
        return None
    query = [pair for pair in parse_qsl(request.query_string) if pair[0] != "cursor"]
    return f"{request.path}?{urlencode([*query, ('cursor', page.next.encoded(request.path))])}"
