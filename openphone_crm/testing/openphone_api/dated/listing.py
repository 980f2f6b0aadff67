"""How 2026-03-30 lists: everything, narrowed by filters that must all hold, in pages behind a cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.pages import Place, page_of
from openphone_crm.testing.openphone_api.routes import Asked

Entry = TypeVar("Entry")

PAGES: Final = ("limit", "after")
_LONGEST: Final = 50


def listed(
    asked: Asked,
    entries: Iterable[Entry],
    *,
    place: Callable[[Entry], Place],
    shape: Callable[[Entry], dict[str, Any]],
    newest_first: bool = True,
) -> ApiResponse:
    """Answer with one page."""
    limit = asked.parameters.number("limit", highest=_LONGEST)
    after = asked.parameters.one("after")
    page = page_of(entries, place, limit=limit, after=after, newest_first=newest_first)
    return ApiResponse.of({"data": [shape(each) for each in page.entries], "nextCursor": page.next})
