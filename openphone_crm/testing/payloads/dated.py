"""Payloads of webhooks with `apiVersion` 2026-03-30: a thin `resource`, its `context` and its `links`."""

from __future__ import annotations

from typing import Any

from openphone_crm.testing.happenings import (
    Call,
    ContactCard,
    Happening,
    Line,
    Media,
    Other,
    Summary,
    Text,
    Transcript,
)
from openphone_crm.testing.identifiers import event_id
from openphone_crm.testing.payloads.dated_calls import call_resource
from openphone_crm.testing.payloads.envelopes import as_list, dialogue, subject_key, talk_seconds
from openphone_crm.testing.payloads.timestamps import milliseconds

_WITHOUT_MEDIA = ("message.failed", "message.undelivered")
_STATUS = {"message.failed": "failed", "message.undelivered": "undelivered", "message.delivered": "delivered"}


def dated_payload(happening: Happening) -> dict[str, Any]:
    """Return the payload; its id is the same for every subscription."""
    resource, context, link = _parts(happening)
    return {
        "id": event_id(happening.type, subject_key(happening), happening.at),
        "apiVersion": "2026-03-30",
        "createdAt": milliseconds(happening.at),
        "type": happening.type,
        "data": {"resource": resource, "context": context, "links": {"quo": link}},
    }


def _parts(happening: Happening) -> tuple[dict[str, Any], dict[str, Any], str | None]:
    match happening.subject:
        case Text() as text:
            return _message(happening, text), _message_context(text), _inbox_link(text)
        case Call() as call:
            return call_resource(happening, call), _call_context(happening, call), _inbox_link(call)
        case Transcript(call=call) as transcript:
            return _transcript(transcript), _call_context(happening, call), _inbox_link(call)
        case Summary(call=call) as summary:
            return _summary(summary), _call_context(happening, call), _inbox_link(call)
        case ContactCard() as card:
            return _contact(card), _contact_context(card.line), f"https://my.quo.com/contacts/CT{card.id}"
        case Other(fields=fields, line=line):
            return dict(fields), _task_context(line), None


def _message(happening: Happening, text: Text) -> dict[str, Any]:
    message: dict[str, Any] = {
        "id": text.id,
        "direction": text.direction,
        "text": text.text,
        "media": [_media(media) for media in text.media],
        "status": _STATUS.get(happening.type, "received"),
        "createdAt": milliseconds(text.created_at),
    }
    if happening.type in _WITHOUT_MEDIA:
        del message["media"]
        message["errorCode"] = text.error_code
    return message


def _media(media: Media) -> dict[str, Any]:
    return {"url": media.url, **({"type": media.type} if media.type else {})}


def _message_context(text: Text) -> dict[str, Any]:
    return {
        **_place(text),
        "contacts": _contacts(text.contact_ids),
        "senderIdentifier": text.sender,
        "recipientIdentifiers": list(text.recipients),
    }


def _call_context(happening: Happening, call: Call) -> dict[str, Any]:
    participants = {"workspace": [call.line.number], "external": [call.external], "resolution": "available"}
    if happening.type == "call.ringing":
        return {**_place(call), "participants": participants}
    return {
        **_place(call),
        "phoneNumberType": "shared",
        "contacts": _contacts(call.contact_ids),
        "participants": participants,
    }


def _place(subject: Text | Call) -> dict[str, Any]:
    return {
        "orgId": subject.line.org_id,
        "phoneNumberId": subject.line.id,
        "conversationId": subject.conversation_id,
        "userId": subject.line.user_id,
    }


def _contacts(ids: tuple[str, ...]) -> dict[str, Any]:
    return {"ids": [f"CT{id_}" for id_ in ids], "lookupStatus": "matched" if ids else "none"}


def _inbox_link(subject: Text | Call) -> str:
    return f"https://my.quo.com/inbox/{subject.line.id}/c/{subject.conversation_id}?at={subject.id}"


def _transcript(transcript: Transcript) -> dict[str, Any]:
    return {
        "callId": transcript.call.id,
        "createdAt": milliseconds(transcript.created_at),
        "duration": talk_seconds(transcript.call),
        "processingStatus": transcript.status,
        "dialogue": _dated_dialogue(transcript),
    }


def _dated_dialogue(transcript: Transcript) -> list[dict[str, Any]] | None:
    lines = dialogue(transcript)
    # Our own speakers are named by user alone here.
    return lines and [
        {**line, "identifier": None if line["userId"] else line["identifier"]} for line in lines
    ]


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "callId": summary.call.id,
        "processingStatus": summary.status,
        "summary": as_list(summary.summary),
        "nextSteps": as_list(summary.next_steps),
        "fromPhoneNumber": summary.call.parties[0],
        "handledByAiAgent": summary.call.is_answered_by_ai,
        "answeredByUserId": None if summary.call.is_answered_by_ai else summary.call.answered_by,
        "jobs": [],
    }


def _contact(card: ContactCard) -> dict[str, Any]:
    return {
        "id": f"CT{card.id}",
        "firstName": card.first_name,
        "lastName": card.last_name,
        "company": card.company,
        "role": card.role,
        "location": None,
        "source": None,
        "externalId": None,
        "emails": [{"value": email, "type": "email"} for email in card.emails],
        "phoneNumbers": [{"value": number, "type": "phone-number"} for number in card.phone_numbers],
        "customFields": [],
        "createdAt": milliseconds(card.created_at),
        "updatedAt": milliseconds(card.updated_at),
    }


def _contact_context(line: Line) -> dict[str, Any]:
    return {"orgId": line.org_id, "userId": line.user_id, "sharedWithIds": [line.user_id]}


def _task_context(line: Line) -> dict[str, Any]:
    return {
        "orgId": line.org_id,
        "actorId": line.user_id,
        "phoneNumberId": line.id,
        "conversationId": None,
        "activityId": None,
        "phoneNumberGroupId": None,
    }
