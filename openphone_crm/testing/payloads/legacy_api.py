"""Payloads of webhooks made by the v1 API: `apiVersion` v4, with `text`, `participants` and `deepLink`."""

from __future__ import annotations

from typing import Any

from openphone_crm.testing.happenings import (
    Call,
    ContactCard,
    Happening,
    Other,
    Recording,
    Summary,
    Text,
    Transcript,
)
from openphone_crm.testing.payloads.envelopes import (
    legacy_envelope,
    legacy_summary,
    legacy_transcript,
)
from openphone_crm.testing.payloads.timestamps import milliseconds, whole_seconds


def api_payload(happening: Happening) -> dict[str, Any]:
    """Return the payload; a voicemail has no place in it."""
    match happening.subject:
        case Text() as text:
            data = _linked(text, _message(text))
        case Call() as call:
            data = _linked(call, _call(happening, call))
        case Transcript() as transcript:
            data = {
                "object": {**legacy_transcript(transcript), "contactIds": list(transcript.call.contact_ids)}
            }
        case Summary() as summary:
            data = {"object": {**legacy_summary(summary), "contactIds": list(summary.call.contact_ids)}}
        case rest:
            data = {"object": _other(rest)}
    return legacy_envelope(happening, "v4", data)


def _other(subject: ContactCard | Other) -> dict[str, Any]:
    return dict(getattr(subject, "fields", {}))


def _linked(subject: Text | Call, resource: dict[str, Any]) -> dict[str, Any]:
    inbox = f"https://my.quo.com/inbox/{subject.line.id}/c/{subject.conversation_id}"
    return {"object": resource, "deepLink": f"{inbox}?at={subject.id}"}


def _message(text: Text) -> dict[str, Any]:
    return {
        "id": text.id,
        "object": "message",
        "direction": text.direction,
        "from": text.sender,
        # The documentation shows a list; what arrives is a string, and for a group nobody has seen it.
        "to": text.recipients[0] if len(text.recipients) == 1 else list(text.recipients),
        "text": text.text,
        "status": "received" if text.direction == "incoming" else "delivered",
        "phoneNumberId": text.line.id,
        "userId": text.line.user_id,
        "contactIds": list(text.contact_ids),
        "createdAt": milliseconds(text.created_at),
    }


def _call(happening: Happening, call: Call) -> dict[str, Any]:
    return {
        "id": call.id,
        "object": "call",
        "answeredAt": milliseconds(call.answered_at),
        "answeredBy": call.answered_by,
        "initiatedBy": call.line.user_id if call.direction == "outgoing" else None,
        "direction": call.direction,
        "status": _status(happening, call),
        "completedAt": milliseconds(call.completed_at),
        "createdAt": milliseconds(call.created_at),
        "duration": _duration(call),
        "forwardedFrom": call.line.number if call.forwarded_to else None,
        "forwardedTo": call.forwarded_to,
        "phoneNumberId": call.line.id,
        "participants": list(call.parties),
        "recordings": [_recording(recording) for recording in call.recordings] or None,
        "updatedAt": milliseconds(happening.at),
        "userId": call.line.user_id,
        "contactIds": list(call.contact_ids),
    }


def _status(happening: Happening, call: Call) -> str:
    if happening.type == "call.ringing":
        return "ringing"
    if call.forwarded_to:
        return "forwarded"
    return "completed" if call.answered_at else "no-answer"


def _duration(call: Call) -> int:
    # It includes the ringing: 16 for a call that nobody answered.
    if call.completed_at is None:
        return 0
    return round((call.completed_at - call.created_at).total_seconds())


def _recording(recording: Recording) -> dict[str, Any]:
    return {
        "id": f"CR{recording.name}",
        "duration": recording.duration,
        "startTime": whole_seconds(recording.started_at),
        "type": "audio/mpeg",
        "url": recording.url,
    }
