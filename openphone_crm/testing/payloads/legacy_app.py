"""Payloads of webhooks made in the app: `apiVersion` v2 and v3, with `body`, `media` and `voicemail`."""

from __future__ import annotations

from typing import Any, Literal

from openphone_crm.testing.happenings import (
    Call,
    ContactCard,
    Happening,
    Media,
    Other,
    Recording,
    Summary,
    Text,
    Transcript,
    Voicemail,
)
from openphone_crm.testing.identifiers import digest
from openphone_crm.testing.payloads.envelopes import (
    legacy_envelope,
    legacy_summary,
    legacy_transcript,
    subject_key,
)
from openphone_crm.testing.payloads.timestamps import milliseconds, with_offset

Version = Literal["v2", "v3"]


def app_payload(happening: Happening, *, version: Version) -> dict[str, Any]:
    """Return the payload; the order of keys in v3 is not stable, as it never was."""
    data: dict[str, Any] = {"object": _object(happening, version)}
    if version == "v3" and isinstance(happening.subject, Call):
        data["deepLink"] = f"https://app.openphone.com/calls/{happening.subject.id}"
    payload = legacy_envelope(happening, version, data)
    return _sorted(payload) if version == "v3" and _is_odd(happening) else payload


def _object(happening: Happening, version: Version) -> dict[str, Any]:
    match happening.subject:
        case Text() as text:
            return _message(text, version)
        case Call() as call:
            return _call(happening, call, version)
        case Transcript() as transcript:
            return legacy_transcript(transcript)
        case Summary() as summary:
            return legacy_summary(summary)
        case ContactCard() as card:
            return _contact(happening, card, version)
        case Other(fields=fields):
            return dict(fields)


def _message(text: Text, version: Version) -> dict[str, Any]:
    message: dict[str, Any] = {
        "id": text.id,
        "object": "message",
        "from": text.sender,
        "to": ",".join(text.recipients),
        "direction": text.direction,
        "body": text.text,
        "media": [_media(media) for media in text.media],
        "status": "received" if text.direction == "incoming" else "delivered",
        "createdAt": milliseconds(text.created_at),
        "userId": text.line.user_id,
        "phoneNumberId": text.line.id,
        "conversationId": text.conversation_id,
    }
    # Seen in group texts only.
    return {**message, "createdBy": None} if version == "v3" and len(text.recipients) > 1 else message


def _call(happening: Happening, call: Call, version: Version) -> dict[str, Any]:
    caller, called = call.parties
    moment = with_offset if version == "v3" and _is_odd(happening) else milliseconds
    return {
        "id": call.id,
        "object": "call",
        "from": caller,
        "to": called,
        "direction": call.direction,
        "media": [_segment(recording) for recording in call.recordings],
        "voicemail": _voicemail(call.voicemail),
        "status": "ringing" if happening.type == "call.ringing" else "completed",
        "createdAt": milliseconds(call.created_at),
        "answeredAt": moment(call.answered_at),
        "completedAt": moment(call.completed_at),
        "userId": call.line.user_id,
        "phoneNumberId": call.line.id,
        "conversationId": call.conversation_id,
        **(_later_fields(call) if version == "v3" else {}),
    }


def _later_fields(call: Call) -> dict[str, Any]:
    answered_by = None if call.is_answered_by_ai else call.answered_by
    # Zero was seen on unanswered calls; answered ones had no duration at all.
    unanswered = call.completed_at is not None and call.answered_at is None
    return {"answeredBy": answered_by, **({"duration": 0} if unanswered else {})}


def _voicemail(voicemail: Voicemail | None) -> dict[str, Any] | None:
    if voicemail is None:
        return None
    return {"url": voicemail.url, "type": "audio/mpeg", "duration": voicemail.duration}


def _segment(recording: Recording) -> dict[str, Any]:
    return {"url": recording.url, "type": "audio/mpeg", "duration": recording.duration}


def _media(media: Media) -> dict[str, Any]:
    return {"url": media.url, "type": media.type}


def _contact(happening: Happening, card: ContactCard, version: Version) -> dict[str, Any]:
    contact: dict[str, Any] = {
        "id": f"CT{card.id}",
        "object": "contact",
        "firstName": card.first_name,
        "lastName": card.last_name,
        "company": card.company,
        "role": card.role,
        "pictureUrl": None,
    }
    if happening.type != "contact.deleted":
        # An e-mail address was only ever documented in the list form.
        contact["fields"] = _listed_fields(card) if version == "v2" or card.emails else _named_fields(card)
    return {
        **contact,
        "notes": [],
        "sharedWith": [card.line.user_id],
        "createdAt": milliseconds(card.created_at),
        "updatedAt": milliseconds(card.updated_at),
        "userId": card.line.user_id,
    }


def _listed_fields(card: ContactCard) -> list[dict[str, Any]]:
    phones = [{"name": "Phone", "type": "phone-number", "value": number} for number in card.phone_numbers]
    return phones + [{"name": "Email", "type": "email", "value": email} for email in card.emails or (None,)]


def _named_fields(card: ContactCard) -> dict[str, Any]:
    if not card.phone_numbers:
        return {}
    several = len(card.phone_numbers) > 1
    return {"Phone": list(card.phone_numbers) if several else card.phone_numbers[0]}


def _is_odd(happening: Happening) -> bool:
    return int(digest(happening.type, subject_key(happening))[0], 16) % 2 == 1


def _sorted(value: Any) -> Any:  # noqa: ANN401 - foreign JSON
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return value
