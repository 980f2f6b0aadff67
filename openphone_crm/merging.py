"""How copies of one thing add up: field by field, the newer one wins, and nothing erases."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

from openphone_crm.crm import Item
from openphone_crm.events import ProcessingState
from openphone_crm.stamps import Stamp

ItemT = TypeVar("ItemT", bound=Item)

_MESSAGE_RANKS = {
    **dict.fromkeys(("queued", "scheduled", "accepted"), 1),
    **dict.fromkeys(("sending", "receiving"), 2),
    "sent": 3,
    **dict.fromkeys(("failed", "canceled"), 4),
    **dict.fromkeys(("undelivered", "partially_delivered"), 5),
    **dict.fromkeys(("delivered", "received"), 6),
    "read": 7,
}
_CALL_RANKS = {"queued": 1, "initiated": 1, "ringing": 2}
_CALL_GOING_ON = 3
_CALL_ENDED = 4
_RECORDING_RANKS = {
    **dict.fromkeys(("in-progress", "paused"), 1),
    **dict.fromkeys(("stopping", "stopped", "processing"), 2),
    **dict.fromkeys(("absent", "failed"), 3),
    "completed": 4,
    "deleted": 5,
}
_STATE_RANKS = {
    ProcessingState.IN_PROGRESS: 1,
    ProcessingState.ABSENT: 2,
    ProcessingState.FAILED: 3,
    ProcessingState.COMPLETED: 4,
}


def merged(item: ItemT, copy: object, fields: tuple[str, ...], stamp: Stamp) -> ItemT:
    """
    The item with this copy's knowledge added.

    A newer copy replaces known values, an older one only fills empty ones; what a copy does not
    say (None, an empty text or list) erases nothing. The result is the same in every order.
    """
    stamps = dict(item.stamps)
    changes: dict[str, Any] = {}
    for field in fields:
        value = getattr(copy, field)
        known = stamps.get(field)
        if value not in (None, "", ()) and (known is None or stamp > known):
            stamps[field] = stamp
            changes[field] = value
    return attrs.evolve(item, stamps=stamps, **changes) if changes else item


def joined(one: ItemT, other: Item) -> ItemT:
    """The one item with all that is known of the other, when the two turn out to be the same thing."""
    for field, stamp in other.stamps.items():
        one = merged(one, other, (field,), stamp)
    return one


def message_rank(status: str | None) -> int:
    """How far along a message with that status is."""
    return _MESSAGE_RANKS.get(status or "", 0)


def call_rank(status: str | None, *, ended: bool) -> int:
    """How far along a call with that status is; one whose status we do not know is going on."""
    if ended:
        return _CALL_ENDED
    return _CALL_RANKS.get(status, _CALL_GOING_ON) if status else 0


def recording_rank(state: str | None) -> int:
    """How far along a recording in that state is."""
    return _RECORDING_RANKS.get(state or "", 0)


def state_rank(state: ProcessingState | None) -> int:
    """How far along a summary or a transcript in that state is."""
    return _STATE_RANKS[state] if state else 0
