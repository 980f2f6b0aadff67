"""The history as the older API shows it: conversation by conversation, for it has no list of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.ports.clock import Clock
from openphone_crm.remote import FetchedKind, FetchedPage, Surface, Window

from .answers import a_little_after, a_little_before, fetched, is_within, perhaps, several
from .client import Client, Json
from .places import Thread, Walk, written
from .wire import Parameters

_PAGE: Final = "100"
_CONVERSATIONS: Final = "50"
_ROUNDS: Final = 3
_SKEW: Final = timedelta(seconds=10)
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{1,14}")


class V1History:
    """Goes through the conversations that have changed, a request at a time; a step may find nothing."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def page(self, kind: FetchedKind, window: Window, walk: Walk | None) -> FetchedPage:
        """Take the next step: list conversations, or the messages or calls of one."""
        walk = walk or self._round(window.since, left=_ROUNDS)
        if not walk.threads:
            return FetchedPage(items=(), next_cursor=self._onward(self._listed(kind, walk)))
        return self._of_first_thread(kind, window, walk)

    def _round(self, changed_after: datetime, *, left: int) -> Walk:
        return Walk(changed_after=changed_after, begun_at=self._clock.now(), rounds_left=left - 1)

    def _onward(self, walk: Walk) -> str | None:
        """Where to go on, if anywhere: after a round that has found something there is another."""
        if walk.threads or not walk.is_listed:
            return written(walk)
        if walk.has_found and walk.rounds_left:
            return written(self._round(walk.begun_at - _SKEW, left=walk.rounds_left))
        return None

    def _listed(self, kind: FetchedKind, walk: Walk) -> Walk:
        parameters = [
            ("updatedAfter", a_little_before(walk.changed_after)),
            ("maxResults", _CONVERSATIONS),
            *_continued(walk.list_token),
        ]
        answer = self._client.get("/v1/conversations", parameters)
        token = perhaps(answer.get("nextPageToken"))
        threads = tuple(_threads(kind, several(answer)))
        return attrs.evolve(
            walk,
            threads=threads,
            has_found=walk.has_found or bool(threads),
            list_token=token,
            is_listed=token is None,
        )

    def _of_first_thread(self, kind: FetchedKind, window: Window, walk: Walk) -> FetchedPage:
        thread, *others = walk.threads
        parameters = [*_bounds(thread, window), *_continued(walk.token)]
        answer = self._client.get(f"/v1/{kind}s", parameters)
        items = (fetched(kind, Surface.V1, each) for each in several(answer))
        token = perhaps(answer.get("nextPageToken"))
        walk = attrs.evolve(walk, token=token, threads=walk.threads if token else tuple(others))
        return FetchedPage(
            items=tuple(item for item in items if is_within(item, window)), next_cursor=self._onward(walk)
        )


def _bounds(thread: Thread, window: Window) -> Parameters:
    """Ask one conversation for at least this window."""
    return [
        ("phoneNumberId", thread.line_id),
        *(("participants", party) for party in thread.parties),
        ("createdAfter", a_little_before(window.since)),
        ("createdBefore", a_little_after(window.until)),
        ("maxResults", _PAGE),
    ]


def _continued(token: str | None) -> Parameters:
    return [("pageToken", token)] if token else []


def _threads(kind: FetchedKind, conversations: Sequence[Json]) -> Iterator[Thread]:
    for conversation in conversations:
        match conversation:
            case {"phoneNumberId": str(line_id), "participants": list(parties)} if _is_open(kind, parties):
                yield Thread(line_id=line_id, parties=tuple(parties))
            case _:
                pass


def _is_open(kind: FetchedKind, parties: list[object]) -> bool:
    """Whether it can be asked for: calls of one party only, and messages of numbers only."""
    if kind is FetchedKind.CALL:
        return len(parties) == 1 and isinstance(parties[0], str)
    return bool(parties) and all(isinstance(party, str) and _NUMBER.fullmatch(party) for party in parties)
