"""Answers to those who poll: 304 when nothing changed, else the thing or the page they asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar
from urllib.parse import parse_qsl, urlencode

import attrs
import falcon
import orjson
from falcon import ETag
from falcon.asgi import Request, Response

from openphone_crm.paging import Page, Position

from .api.documents import Document
from .freshness import Freshness
from .threads import Threads

T = TypeVar("T")

Tags = list[ETag | Literal["*"]] | None
Rendered = tuple[bytes, Position | None]


@attrs.frozen
class Polls:
    """Answers a GET; what it loads it loads and renders in a thread, after the change number was read."""

    threads: Threads
    freshness: Freshness

    async def page(
        self,
        request: Request,
        response: Response,
        *,
        scope: str,
        load: Callable[[], Page[T]],
        show: Callable[[T], Document],
    ) -> None:
        """Answer with a page of a list, and where the next one is."""

        def render() -> Rendered:
            page = load()
            return orjson.dumps([show(item) for item in page.items]), page.next

        after = await self._answer(request, response, scope, render)
        if after is not None:
            response.set_header("Link", f'<{_next_url(request, after)}>; rel="next"')

    async def thing(
        self, request: Request, response: Response, *, scope: str, load: Callable[[], Document]
    ) -> None:
        """Answer with one thing."""

        def render() -> Rendered:
            return orjson.dumps(load()), None

        await self._answer(request, response, scope, render)

    async def _answer(
        self, request: Request, response: Response, scope: str, render: Callable[[], Rendered]
    ) -> Position | None:
        tag = await self.freshness.tag(request, scope)
        if names(request.if_none_match, tag):
            not_modified(response, tag)
            return None
        body, after = await self.threads.run(render)
        answer(request, response, body, tag)
        return after


def answer(request: Request, response: Response, body: bytes, tag: str) -> None:
    """Answer with JSON and its entity tag, or with 304 to a client that has it."""
    if names(request.if_none_match, tag, or_any=True):
        not_modified(response, tag)
        return
    response.data = body
    response.content_type = falcon.MEDIA_JSON
    response.set_header("ETag", tag)


def not_modified(response: Response, tag: str) -> None:
    """Answer that the client already has it."""
    response.status = falcon.HTTP_304
    response.set_header("ETag", tag)


def names(tags: Tags, tag: str, *, or_any: bool = False) -> bool:
    """
    Whether a list of entity tags names this one; all of ours are weak and compared so.

    `*` names any version of what is known to exist.
    """
    return any(or_any if other == "*" else f'W/"{other}"' == tag for other in tags or ())


def _next_url(request: Request, after: Position) -> str:
    query = [pair for pair in parse_qsl(request.query_string) if pair[0] != "cursor"]
    return f"{request.path}?{urlencode([*query, ('cursor', after.encoded(request.path))])}"
