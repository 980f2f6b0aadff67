"""The samples that a webhook can be sent: the same each time, about people and things that there are not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from openphone_crm.testing import events
from openphone_crm.testing.happenings import Happening, Line, Voicemail
from openphone_crm.testing.payloads import Generation, changed, render

_AT: Final = datetime(2026, 3, 30, 18, tzinfo=UTC)
_LINE: Final = Line(
    number="+15555555678",
    id="PNsamplephonenumber000000000000",
    user_id="USsampleus",
    org_id="ORsampleorg",
)
_CUSTOMER: Final = "+15555551234"
_ACTIVITY: Final = "ACsampleactivity0000000000000000"
_CONVERSATION: Final = "CNsampleconversation000000000000"
_CALL: Final = events.answered(external=_CUSTOMER, created_at=_AT, line=_LINE, id=_ACTIVITY)
_MISSED: Final = events.unanswered(
    external=_CUSTOMER, created_at=_AT, line=_LINE, id=_ACTIVITY, voicemail=Voicemail()
)
_WORDS: Final = "Hello from Quo! This is a sample message."
_RECEIVED: Final = events.message_received(
    _WORDS, sender=_CUSTOMER, recipients=(_LINE.number,), created_at=_AT, line=_LINE, id=_ACTIVITY
)
_DELIVERED: Final = events.message_delivered(_WORDS, to=_CUSTOMER, created_at=_AT, line=_LINE, id=_ACTIVITY)
_SAVED: Final = events.contact_updated(created_at=_AT, updated_at=_AT, line=_LINE)

_SUBJECTS: Final = {"message": _DELIVERED.subject, "call": _CALL, "contact": _SAVED.subject}
_MADE: Final = {
    happening.type: happening
    for happening in (
        _RECEIVED,
        events.call_missed(_MISSED),
        events.call_voicemail_completed(_MISSED),
        events.call_recording_completed(_CALL),
        events.call_transcript_completed(_CALL),
        events.call_summary_completed(_CALL),
    )
}


def sample_payload(type_: str) -> dict[str, Any]:
    """Return the sample of a type; its id is that of the type, and no delivery's own."""
    payload = render(_happening(type_), Generation.DATED)
    fixed = {"id": f"EV-test-{type_.replace('.', '-')}", "createdAt": "2026-03-30T18:00:00.000Z"}
    if "conversationId" in payload["data"]["context"] and payload["data"]["context"]["conversationId"]:
        fixed["data.context.conversationId"] = _CONVERSATION
    return changed(payload, {**fixed, "type": type_})


def _happening(type_: str) -> Happening:
    made = _MADE.get(type_)
    if made is not None:
        return made
    subject = _SUBJECTS.get(type_.partition(".")[0])
    return Happening(type=type_, subject=subject, at=_AT) if subject else events.unknown_event(type_, at=_AT)
