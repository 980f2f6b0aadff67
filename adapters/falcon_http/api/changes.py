"""Every change in one order, for whoever keeps a copy."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import attrs
import falcon
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.freshness import tag_of
from adapters.falcon_http.parameters import Parameters
from adapters.falcon_http.polls import answer
from adapters.falcon_http.sign_in import caller_of
from adapters.falcon_http.threads import Threads
from openphone_crm.changes import Change, ChangeCursor, ChangePage, OutdatedCursorError, cursor_of
from openphone_crm.paging import DEFAULT_LIMIT
from openphone_crm.ports.change_feed import ChangeFeed

from .documents import Document


@attrs.frozen
class Changes:
    """
    What changed after a cursor, and always where to go on.

    Its entity tag is of the answer itself. A change number would not do: a change that is held back
    while an older transaction runs is told when that ends, and nothing counts that. Nor would it save
    anything: a look into the index costs as much as a look at the number.
    """

    feed: ChangeFeed
    threads: Threads

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of changes, in their order."""
        parameters = Parameters(request)
        after = parameters.identifier("after")
        cursor = None if after is None else cursor_of(after)
        limit = parameters.number("limit", usual=DEFAULT_LIMIT)
        parameters.finish()
        page = await self.threads.run(self._page, cursor, limit)
        body = orjson.dumps([change_document(change) for change in page.changes])
        following = _next_url(request, page.next)
        tag = tag_of(request.path, request.query_string, caller_of(request).role, following, body.decode())
        response.set_header("Link", f'<{following}>; rel="next"')
        answer(request, response, body, tag)

    on_head = on_get

    def _page(self, cursor: ChangeCursor | None, limit: int) -> ChangePage:
        try:
            return self.feed.after(cursor, limit=limit)
        except OutdatedCursorError as error:
            raise falcon.HTTPGone(description=f"{error}.") from error


def change_document(change: Change) -> Document:
    """A change as JSON."""
    return {
        "cursor": change.cursor.encoded(),
        "kind": change.kind.value,
        "id": change.id,
        "deleted": change.is_deleted,
    }


def _next_url(request: Request, after: ChangeCursor) -> str:
    query = [pair for pair in parse_qsl(request.query_string) if pair[0] != "after"]
    return f"{request.path}?{urlencode([*query, ('after', after.encoded())])}"
