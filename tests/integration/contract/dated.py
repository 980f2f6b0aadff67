"""Payloads of the 2026-03-30 generation, written out field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from tests.integration.contract.numbers import Numbers, moment, unused_activity, unused_event

Json: TypeAlias = dict[str, Any]


def dated_event(
    type_: str, resource: Json, context: Json, *, sent: float = 60.0, link: object = None
) -> Json:
    """Put the envelope of a 2026-03-30 webhook around a resource and its context."""
    return {
        "id": unused_event(),
        "apiVersion": "2026-03-30",
        "createdAt": moment(sent),
        "type": type_,
        "data": {"resource": resource, "context": context, "links": {"quo": link}},
    }


def place(numbers: Numbers) -> Json:
    """Give the part of a context that says which line it was."""
    return {
        "orgId": "ORx1Harbor",
        "phoneNumberId": numbers.line_id,
        "conversationId": "CN" + numbers.line_id,
        "userId": "USx5Dana8Q",
        "contacts": {"ids": [], "lookupStatus": "none"},
    }


def message_context(numbers: Numbers, *, outgoing: bool = False) -> Json:
    """Give the context of a message."""
    sender, recipient = (numbers.ours, numbers.customer) if outgoing else (numbers.customer, numbers.ours)
    return {**place(numbers), "senderIdentifier": sender, "recipientIdentifiers": [recipient]}


def call_context(numbers: Numbers, **fields: object) -> Json:
    """Give the context of a call."""
    participants = {"workspace": [numbers.ours], "external": [numbers.customer], "resolution": "available"}
    return {**place(numbers), "phoneNumberType": "shared", "participants": participants, **fields}


def unavailable_context(numbers: Numbers) -> Json:
    """Give the context of a call whose numbers OpenPhone does not know at the moment."""
    nobody = {"workspace": [], "external": [], "resolution": "unavailable"}
    contacts = {"ids": [], "lookupStatus": "unavailable"}
    return call_context(numbers, participants=nobody, contacts=contacts, phoneNumberType=None)


def dated_text(
    numbers: Numbers,
    text: str | None = "Hi",
    *,
    at: float = 0.0,
    sent: float | None = None,
    type_: str = "message.received",
    **fields: object,
) -> Json:
    """Give the event of a message; all types but `message.received` are of a sent one."""
    outgoing = type_ != "message.received"
    message = {
        "id": unused_activity(),
        "direction": "outgoing" if outgoing else "incoming",
        "text": text,
        "media": [],
        "status": type_.partition(".")[2],
        "createdAt": moment(at),
        **fields,
    }
    context = message_context(numbers, outgoing=outgoing)
    return dated_event(type_, message, context, sent=at if sent is None else sent)


def dated_call(
    numbers: Numbers,
    *,
    at: float = 0.0,
    answered: float | None = None,
    ended: float = 60.0,
    outgoing: bool = False,
    **fields: object,
) -> Json:
    """Give the event of a completed call."""
    call = {
        "id": unused_activity(),
        "direction": "outgoing" if outgoing else "incoming",
        "status": "unanswered" if answered is None else "answered",
        "createdAt": moment(at),
        "answeredAt": None if answered is None else moment(answered),
        "completedAt": moment(ended),
        "updatedAt": moment(ended),
        "duration": None if answered is None else ended - answered,
        "hasVoicemail": False,
        **fields,
    }
    return dated_event("call.completed", call, call_context(numbers), sent=ended)


def dated_moment_of_call(
    numbers: Numbers, type_: str, call_id: str, *, updated: float = 60.0, **fields: object
) -> Json:
    """Give one of the thin events of a call: ringing, answered, missed, forwarded, a choice in the menu."""
    call = {"id": call_id, "createdAt": moment(), "updatedAt": moment(updated), **fields}
    return dated_event(type_, call, call_context(numbers), sent=updated)


def dated_recording(numbers: Numbers, call_id: str, *, seconds: int = 50, updated: float = 70.0) -> Json:
    """Give the event of a recording: its resource is the call."""
    recording = {
        "id": "REx" + call_id[3:20],
        "duration": seconds,
        "startTime": moment(10),
        "type": "audio/mpeg",
        "url": "https://share.quo.com/v1/resource/call-recording/0123456789abcdef.mp3?sig=1",
    }
    times = {"direction": "incoming", "answeredAt": moment(10), "completedAt": moment(60), "duration": 50}
    return dated_moment_of_call(
        numbers, "call.recording.completed", call_id, updated=updated, **times, recordings=[recording]
    )


def dated_voicemail(numbers: Numbers, call_id: str | None, *, sent: float = 80.0, **fields: object) -> Json:
    """Give the event of a voicemail."""
    voicemail = {
        "id": unused_activity(),
        "voicemailId": "VMx0123456789",
        "callId": call_id,
        "direction": "incoming",
        "duration": 18,
        "from": numbers.customer,
        "to": numbers.ours,
        "transcript": "Please call me back.",
        "recordingUrl": "https://share.quo.com/v1/resource/voicemail/0123456789abcdef.mp3?sig=1",
        "createdAt": moment(60),
        "updatedAt": moment(sent),
        **fields,
    }
    return dated_event("call.voicemail.completed", voicemail, call_context(numbers), sent=sent)


def dated_transcript(
    numbers: Numbers, call_id: str, content: str = "My sink leaks.", *, sent: float = 90.0, **fields: object
) -> Json:
    """Give the event of a transcript."""
    line = {"userId": None, "identifier": numbers.customer, "content": content, "start": 1.5, "end": 4.25}
    transcript = {
        "callId": call_id,
        "createdAt": moment(sent),
        "duration": 50,
        "processingStatus": "completed",
        "dialogue": [line],
        **fields,
    }
    return dated_event("call.transcript.completed", transcript, call_context(numbers), sent=sent)


def dated_summary(
    numbers: Numbers, call_id: str, line: str = "A leaking sink.", *, sent: float = 95.0, **fields: object
) -> Json:
    """Give the event of a summary."""
    summary = {
        "callId": call_id,
        "processingStatus": "completed",
        "summary": [line],
        "nextSteps": ["Send a plumber."],
        "fromPhoneNumber": None,
        "handledByAiAgent": False,
        "answeredByUserId": None,
        "jobs": [],
        **fields,
    }
    return dated_event("call.summary.completed", summary, call_context(numbers), sent=sent)


def dated_contact(
    phones: Sequence[str],
    *,
    id_: str,
    updated: str,
    type_: str = "contact.updated",
    emails: Sequence[str] = (),
    **fields: object,
) -> Json:
    """Give the event of an edited or deleted contact."""
    contact = {
        "id": f"CT{id_}",
        "firstName": "Ann",
        "lastName": "Lee",
        "company": None,
        "role": None,
        "location": None,
        "source": None,
        "externalId": None,
        "emails": [{"value": email, "type": "email"} for email in emails],
        "phoneNumbers": [{"value": phone, "type": "phone-number"} for phone in phones],
        "customFields": [],
        "createdAt": moment(-3600),
        "updatedAt": updated,
        **fields,
    }
    context = {"orgId": "ORx1Harbor", "userId": "USx5Dana8Q", "sharedWithIds": []}
    return {**dated_event(type_, contact, context), "createdAt": updated}
