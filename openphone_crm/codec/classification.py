"""What to call an event, before anything of it is worked on."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

from openphone_crm.codec import current, legacy
from openphone_crm.codec.decoding import envelope_of, is_current
from openphone_crm.codec.reading import Envelope, Json
from openphone_crm.codec.types import LONGEST_TYPE, RENAMED, UNKNOWN, is_known, openphone_type
from openphone_crm.crm import Outcome
from openphone_crm.events import CallReported, Direction
from openphone_crm.outcomes import outcome_of
from openphone_crm.texts import storable

NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""What an event is called depends on no time."""

_NO_ID = ""
_PARTIES = frozenset(("from", "to", "participants"))


@attrs.frozen
class Classified:
    """The customer's type of an event, the type as OpenPhone sent it, and whether we know it."""

    event_type: str
    openphone_type: str | None
    is_known: bool


def classify(payload: Json) -> Classified:
    """The names of an event; a missing or overlong type makes it `unknown`."""
    sent = openphone_type(payload)
    if not sent or len(sent) > LONGEST_TYPE:
        return Classified(UNKNOWN, storable(sent) if sent is not None else None, is_known=False)
    named = _completed_call(payload) if sent == "call.completed" else RENAMED.get(sent, sent)
    return Classified(storable(named), storable(sent), is_known(sent))


def missed_or_completed(call: CallReported, *, unanswered: tuple[str, ...] = ()) -> str:
    """
    Missed is decided by who answered, never by `status` alone.

    Only 2026-03-30 has words of its own for it: a caller who gave up in the phone menu was
    "answered" by the menu, and by nobody else.
    """
    gave_up = call.direction is Direction.INCOMING and call.status in unanswered and not call.forwarded
    return "call.missed" if gave_up or outcome_of(call) is Outcome.MISSED else "call.completed"


def _completed_call(payload: Json) -> str:
    """A completed call is a voicemail (app webhooks carry it along), a missed call, or just that."""
    envelope = _without_parties(envelope_of(payload, received_at=NO_MOMENT))
    if envelope.resource.get("voicemail") is not None:
        return "voicemail.received"
    if is_current(payload):
        return missed_or_completed(
            current.call_copy(envelope, _NO_ID), unanswered=("unanswered", "abandoned")
        )
    return missed_or_completed(legacy.call_copy(envelope, _NO_ID))


def _without_parties(envelope: Envelope) -> Envelope:
    """Who called whom decides nothing here, and reading phone numbers takes most of the time."""
    resource = {name: value for name, value in envelope.resource.items() if name not in _PARTIES}
    return attrs.evolve(envelope, resource=resource, context={})
