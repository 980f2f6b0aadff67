"""What is written down beside what was received, in memory: notifications, and answers that are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import orjson

from openphone_crm.erasure import Elsewhere, Writing
from openphone_crm.memory.forgetting import drop
from openphone_crm.memory.replies import MemoryReplies
from openphone_crm.memory.store import State


def writings(kind: Elsewhere, state: State, replies: MemoryReplies) -> Sequence[Writing]:
    """All of a kind."""
    match kind:
        case Elsewhere.TOLD:
            return _told(state)
        case Elsewhere.ANSWERED:
            return replies.bodies()


def take_away(kind: Elsewhere, keys: Collection[str], state: State, replies: MemoryReplies) -> None:
    """Keep nothing of these; of an answer, only that it was given."""
    match kind:
        case Elsewhere.TOLD:
            drop(state.follow_ups, lambda row: row.id in keys and row.status.is_finished)
        case Elsewhere.ANSWERED:
            replies.empty(keys)


def _told(state: State) -> list[Writing]:
    return [
        Writing(
            key=row.id,
            at=row.processed_at or row.arrived_at,
            text=orjson.dumps(dict(row.follow_up.details)),
        )
        for row in state.follow_ups.values()
        if row.status.is_finished
    ]
