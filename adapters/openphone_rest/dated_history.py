"""The history as the newer API shows it: a list for any stretch of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openphone_crm.remote import Fetched, FetchedKind, FetchedPage, Surface, Window

from .answers import a_little_after, a_little_before, fetched, is_within, perhaps, several
from .client import Client
from .places import DatedPlace, written
from .wire import Parameters

_PAGE: Final = "50"
_NOTHING: Final = (None, "absent")
_COMES_ALONG: Final = (FetchedKind.VOICEMAIL, FetchedKind.SUMMARY)


class DatedHistory:
    """Goes through messages and calls, the newest first."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def page(self, kind: FetchedKind, window: Window, place: DatedPlace) -> FetchedPage:
        """Messages or calls of this window, with what comes along with them."""
        parameters = [*_bounds(kind, window), ("limit", _PAGE)]
        if place.after is not None:
            parameters.append(("after", place.after))
        answer = self._client.get(f"/{kind}s", parameters, surface=Surface.DATED)
        items = (fetched(kind, Surface.DATED, each) for each in several(answer))
        inside = [item for item in items if is_within(item, window)]
        after = perhaps(answer.get("nextCursor"))
        return FetchedPage(
            items=tuple(part for item in inside for part in _with_what_comes_along(item)),
            next_cursor=written(DatedPlace(after=after)) if after else None,
        )


def _bounds(kind: FetchedKind, window: Window) -> Parameters:
    """Ask for at least this window; each of the two lists knows only two of the four bounds."""
    since, until = a_little_before(window.since), a_little_after(window.until)
    if kind is FetchedKind.MESSAGE:
        return [("createdAt[gt]", since), ("createdAt[lt]", until)]
    return [("createdAt[gte]", since), ("createdAt[lte]", until), ("include", "summary,voicemail")]


def _with_what_comes_along(item: Fetched) -> Iterator[Fetched]:
    yield item
    if item.kind is not FetchedKind.CALL:
        return
    for kind in _COMES_ALONG:
        match item.resource.get(kind.value):
            case dict() as part if part.get("status") not in _NOTHING:
                yield Fetched(kind=kind, surface=item.surface, openphone_id=item.openphone_id, resource=part)
            case _:
                pass
