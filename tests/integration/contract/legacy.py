"""Payloads of the older generations, field by field: of the app (v2, v3) and of the v1 API (v4)."""

from __future__ import annotations

from typing import Any, TypeAlias

from tests.integration.contract.numbers import Numbers, moment, unused_activity, unused_event

Json: TypeAlias = dict[str, Any]


def app_event(type_: str, resource: Json, *, sent: float = 60.0, version: str = "v3") -> Json:
    """Put the envelope of a webhook made in the app around a resource."""
    return {
        "id": unused_event(),
        "object": "event",
        "apiVersion": version,
        "createdAt": moment(sent),
        "type": type_,
        "data": {"object": resource},
    }


def api_event(type_: str, resource: Json, *, sent: float = 60.0, deep_link: object = None) -> Json:
    """Put the envelope of a webhook made by the v1 API around a resource."""
    event = app_event(type_, resource, sent=sent, version="v4")
    if deep_link is not None:
        event["data"]["deepLink"] = deep_link
    return event


def app_message(numbers: Numbers, body: str | None = "Hi", *, at: float = 0.0, **fields: object) -> Json:
    """Give a received message as the app's webhooks show it."""
    return {
        "id": unused_activity(),
        "object": "message",
        "from": numbers.customer,
        "to": numbers.ours,
        "direction": "incoming",
        "body": body,
        "media": [],
        "status": "received",
        "createdAt": moment(at),
        "userId": "USx5Dana8Q",
        "phoneNumberId": numbers.line_id,
        "conversationId": "CN" + numbers.line_id,
        **fields,
    }


def app_text(numbers: Numbers, body: str | None = "Hi", *, at: float = 0.0, **fields: object) -> Json:
    """Give the event of a received message, from the app."""
    return app_event("message.received", app_message(numbers, body, at=at, **fields), sent=at + 0.2)


def app_reply(numbers: Numbers, body: str | None = "Yes", *, at: float = 0.0, **fields: object) -> Json:
    """Give the event of a sent message, from the app."""
    sent = {"from": numbers.ours, "to": numbers.customer, "direction": "outgoing", "status": "delivered"}
    message = app_message(numbers, body, at=at, **{**sent, **fields})
    return app_event("message.delivered", message, sent=at + 0.2)


def app_call(
    numbers: Numbers,
    *,
    at: float = 0.0,
    answered: float | None = None,
    ended: float | None = 60.0,
    outgoing: bool = False,
    **fields: object,
) -> Json:
    """Give a call as the app's webhooks show it, answered and ended so many seconds after noon."""
    parties = (numbers.ours, numbers.customer) if outgoing else (numbers.customer, numbers.ours)
    return {
        "id": unused_activity(),
        "object": "call",
        "from": parties[0],
        "to": parties[1],
        "direction": "outgoing" if outgoing else "incoming",
        "media": [],
        "voicemail": None,
        "status": "completed",
        "createdAt": moment(at),
        "answeredAt": None if answered is None else moment(answered),
        "completedAt": None if ended is None else moment(ended),
        "userId": "USx5Dana8Q",
        "phoneNumberId": numbers.line_id,
        "conversationId": "CN" + numbers.line_id,
        **fields,
    }


def api_text(numbers: Numbers, text: str = "Hi", *, at: float = 0.0, **fields: object) -> Json:
    """Give the event of a received message, from the v1 API."""
    message = {
        "id": unused_activity(),
        "object": "message",
        "from": numbers.customer,
        "to": numbers.ours,
        "direction": "incoming",
        "text": text,
        "status": "received",
        "createdAt": moment(at),
        "userId": "USx5Dana8Q",
        "phoneNumberId": numbers.line_id,
        "contactIds": [],
        **fields,
    }
    return api_event("message.received", message, sent=at + 0.3)


def api_call(
    numbers: Numbers,
    *,
    at: float = 0.0,
    answered: float | None = None,
    ended: float | None = 60.0,
    outgoing: bool = False,
    **fields: object,
) -> Json:
    """Give a call as the v1 API's webhooks show it: parties by position, a duration that includes ringing."""
    parties = [numbers.ours, numbers.customer] if outgoing else [numbers.customer, numbers.ours]
    return {
        "id": unused_activity(),
        "object": "call",
        "answeredAt": None if answered is None else moment(answered),
        "answeredBy": None if answered is None else "USx5Dana8Q",
        "initiatedBy": None,
        "direction": "outgoing" if outgoing else "incoming",
        "status": "completed",
        "completedAt": None if ended is None else moment(ended),
        "createdAt": moment(at),
        "duration": 0 if ended is None else round(ended - at),
        "forwardedFrom": None,
        "forwardedTo": None,
        "phoneNumberId": numbers.line_id,
        "participants": parties,
        "recordings": None,
        "updatedAt": moment((ended or at) + 0.5),
        "userId": "USx5Dana8Q",
        "contactIds": [],
        **fields,
    }


def api_recording(seconds: int = 50, **fields: object) -> Json:
    """Give one recording as the v1 API's webhooks show it."""
    return {
        "id": "CRx" + unused_activity()[3:20],
        "duration": seconds,
        "startTime": moment(10),
        "type": "audio/mpeg",
        "url": "https://storage.googleapis.com/opstatics/0123456789abcdef.mp3",
        **fields,
    }


def api_transcript(
    call_id: str, content: str = "My sink leaks.", *, sent: float = 90.0, **fields: object
) -> Json:
    """Give the event of a transcript: it names its call, and no number but the speakers'."""
    line = {"content": content, "start": 1.5, "end": 4.25, "identifier": "+15555550199", "userId": None}
    transcript = {
        "callId": call_id,
        "object": "callTranscript",
        "createdAt": moment(sent),
        "dialogue": [line],
        "duration": 50.7,
        "status": "completed",
        **fields,
    }
    return api_event("call.transcript.completed", transcript, sent=sent)


def api_summary(call_id: str, line: str = "A leaking sink.", *, sent: float = 95.0, **fields: object) -> Json:
    """Give the event of a summary: it names its call, and no number."""
    summary = {
        "callId": call_id,
        "object": "callSummary",
        "status": "completed",
        "summary": [line],
        "nextSteps": ["Send a plumber."],
        **fields,
    }
    return api_event("call.summary.completed", summary, sent=sent)


def app_contact(*phones: str, id_: str, updated: float = 0.0, **fields: object) -> Json:
    """Give the event of an edited contact, from the app: a `CT` before the id, one phone or a list."""
    contact = {
        "id": f"CT{id_}",
        "object": "contact",
        "firstName": "Ann",
        "lastName": "Lee",
        "company": None,
        "role": None,
        "pictureUrl": None,
        "fields": {"Phone": phones[0] if len(phones) == 1 else list(phones)} if phones else {},
        "notes": [],
        "sharedWith": ["USx5Dana8Q"],
        "createdAt": moment(-3600),
        "updatedAt": moment(updated),
        "userId": "USx5Dana8Q",
        **fields,
    }
    return app_event("contact.updated", contact, sent=updated + 0.2)
