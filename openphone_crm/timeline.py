"""What an item means for its conversation: its line, and what it asks of us."""

from __future__ import annotations

from typing import assert_never

from openphone_crm.crm import (
    Call,
    ItemKind,
    Message,
    Outcome,
    Summary,
    TimelineEntry,
    Transcript,
    Voicemail,
)
from openphone_crm.events import Direction, ProcessingState
from openphone_crm.labels import (
    call_label,
    message_label,
    summary_label,
    transcript_label,
    voicemail_label,
)
from openphone_crm.outcomes import outcome_of
from openphone_crm.placement import sides_of

Part = Voicemail | Transcript | Summary

_STOP = frozenset(("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "arret", "arrêt", "alto"))
_START = frozenset(("start", "unstop", "yes"))
_NOT_SENT = frozenset(("failed", "undelivered", "canceled", "unknown"))
_ANSWERED = frozenset((Outcome.ANSWERED, Outcome.ANSWERED_BY_AI, Outcome.FORWARDED))
_ORDER = {kind: order for order, kind in enumerate(ItemKind)}


def order_of(kind: ItemKind) -> int:
    """
    Where things of this kind stand among those of one moment.

    >>> order_of(ItemKind.CALL) < order_of(ItemKind.VOICEMAIL) < order_of(ItemKind.MESSAGE)
    True
    """
    return _ORDER[kind]


def message_entry(message: Message) -> TimelineEntry | None:
    """The line of a message, once its conversation is known."""
    if message.conversation_id is None:
        return None
    incoming = message.direction is Direction.INCOMING
    return TimelineEntry(
        id=message.id,
        conversation_id=message.conversation_id,
        kind=ItemKind.MESSAGE,
        occurred_at=message.occurred_at,
        direction=message.direction,
        text=message_label(message),
        is_inbound=incoming,
        # An answer that was never sent leaves the question open.
        asks_reply=True if incoming else None if message.status in _NOT_SENT else False,
        opts_out=_opts_out(message.text or "") if incoming else None,
        author=message.from_number if incoming else None,
        deep_link=message.deep_link,
    )


def call_entry(call: Call, voicemail: Voicemail | None = None) -> TimelineEntry | None:
    """The line of a call, once its conversation is known."""
    if call.conversation_id is None:
        return None
    outcome = outcome_of(call)
    missed = outcome is Outcome.MISSED
    return TimelineEntry(
        id=call.id,
        conversation_id=call.conversation_id,
        kind=ItemKind.CALL,
        occurred_at=call.occurred_at,
        direction=call.direction,
        text=call_label(call),
        # With its voicemail it is one thing to look at, and the voicemail counts, which may come later.
        is_inbound=missed and voicemail is None,
        asks_reply=True if missed else False if outcome in _ANSWERED else None,
        author=sides_of(call)[0] if call.direction is Direction.INCOMING else None,
        deep_link=call.deep_link,
    )


def part_entry(part: Part, call: Call | None) -> TimelineEntry | None:
    """
    The line of a voicemail, a transcript or a summary, once its conversation is known.

    It stands where its call ended, or where it was reported until that is known. A summary or a
    transcript that is not completed has no line.
    """
    if part.conversation_id is None or not is_shown(part):
        return None
    direction = _direction_of(part, call)
    to_us = isinstance(part, Voicemail) and direction is not Direction.OUTGOING
    return TimelineEntry(
        id=part.id,
        conversation_id=part.conversation_id,
        kind=_kind_of(part),
        occurred_at=(call.completed_at if call else None) or part.reported_at,
        direction=direction,
        text=_label(part),
        is_inbound=to_us,
        asks_reply=True if to_us else None,
    )


def is_shown(part: Part) -> bool:
    """Whether a part is more than an announcement."""
    return isinstance(part, Voicemail) or part.state is ProcessingState.COMPLETED


def _direction_of(part: Part, call: Call | None) -> Direction | None:
    told = call.direction if call else None
    return told or (part.direction if isinstance(part, Voicemail) else None)


def _kind_of(part: Part) -> ItemKind:
    match part:
        case Voicemail():
            return ItemKind.VOICEMAIL
        case Transcript():
            return ItemKind.TRANSCRIPT
        case Summary():
            return ItemKind.SUMMARY
        case _:
            assert_never(part)


def _label(part: Part) -> str:
    match part:
        case Voicemail():
            return voicemail_label(part)
        case Transcript():
            return transcript_label(part)
        case Summary():
            return summary_label(part)
        case _:
            assert_never(part)


def _opts_out(text: str) -> bool | None:
    word = text.strip().rstrip(".!").casefold()
    return True if word in _STOP else False if word in _START else None
