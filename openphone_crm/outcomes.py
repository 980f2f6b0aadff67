"""How a call ended, and how long it was: told from what is known, never from `status` alone."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from openphone_crm.crm import Outcome
from openphone_crm.events import Direction
from openphone_crm.moments import seconds_between

_AI_PREFIX = "SY"
_UNANSWERED = {Direction.INCOMING: Outcome.MISSED, Direction.OUTGOING: Outcome.NO_ANSWER}


class KnownCall(Protocol):
    """What a call and a copy of a call have in common."""

    @property
    def direction(self) -> Direction | None: ...  # noqa: D102
    @property
    def answered_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def completed_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def answered_by(self) -> str | None: ...  # noqa: D102
    @property
    def ended(self) -> bool | None: ...  # noqa: D102
    @property
    def forwarded(self) -> bool | None: ...  # noqa: D102
    @property
    def answered(self) -> bool | None: ...  # noqa: D102
    @property
    def ai_handled(self) -> bool | None: ...  # noqa: D102
    @property
    def talk_seconds(self) -> float | None: ...  # noqa: D102


def outcome_of(call: KnownCall) -> Outcome:
    """
    How the call ended.

    The first that fits: no end known yet; forwarded; answered by OpenPhone's AI agent (ids
    `SY...`); answered; else an incoming one is missed and an outgoing one got no answer.
    """
    if not (call.ended or call.completed_at):
        return Outcome.UNKNOWN
    if call.forwarded:
        return Outcome.FORWARDED
    if call.ai_handled or (call.answered_by or "").startswith(_AI_PREFIX):
        return Outcome.ANSWERED_BY_AI
    if call.answered or call.answered_at:
        return Outcome.ANSWERED
    return _UNANSWERED[call.direction] if call.direction else Outcome.UNKNOWN


def duration_of(call: KnownCall) -> int | None:
    """
    How many seconds were talked, ringing left out; 0 for a call that nobody answered.

    None where it cannot be told: OpenPhone's older `duration` includes ringing and is not used.
    """
    if call.answered_at:
        return seconds_between(call.answered_at, call.completed_at) if call.completed_at else None
    if outcome_of(call) in _UNANSWERED.values():
        return 0
    return None if call.talk_seconds is None else int(call.talk_seconds + 0.5)
