"""Which texts go into one request: each at once by itself, and several together in a busy hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from openphone_crm.extraction.sources import Source, SourceKind

BUSY = 100
"""So many incoming texts in an hour are the customer's measure of a busy one."""
HOUR = timedelta(hours=1)
TOGETHER = 10
SHORT = 1000
"""Characters up to which a text may share a request with others."""


def requests_of(sources: Iterable[Source], *, is_busy: bool) -> list[Sequence[Source]]:
    """
    The sources, grouped into requests.

    Only short texts of different people share one, so that nothing that one of them says can be
    taken for another's; answers are kept apart by id all the same.
    """
    requests: list[list[Source]] = []
    shared: list[list[Source]] = []
    for source in sources:
        room = _room_for(source, shared) if is_busy and _may_share(source) else None
        if room is None:
            requests.append(room := [])
            if is_busy and _may_share(source):
                shared.append(room)
        room.append(source)
    return list(requests)


def _may_share(source: Source) -> bool:
    return source.kind is SourceKind.MESSAGE and len(source.text) <= SHORT


def _room_for(source: Source, shared: Iterable[list[Source]]) -> list[Source] | None:
    """The first request that has room and nobody of this conversation."""
    for request in shared:
        others = {each.conversation_id for each in request}
        if len(request) < TOGETHER and source.conversation_id not in others:
            return request
    return None
