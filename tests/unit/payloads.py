"""Payloads written out in the shapes that the three generations of webhook have, with values of our own."""

from __future__ import annotations

from typing import Any

ANN, BEN, SHOP = "+12065550101", "+12065550102", "+12065550100"
MESSAGE = f"ACx{1:031x}"
CALL = f"ACx{2:031x}"
VOICEMAIL_ACTIVITY = f"ACx{3:031x}"
AUDIO = "https://storage.googleapis.com/opstatics/0123456789abcdef0123456789abcdef.mp3"
PHOTO = {
    "url": "https://storage.googleapis.com/opstatics/fedcba9876543210fedcba9876543210",
    "type": "image/jpeg",
}

APP_MESSAGE: dict[str, Any] = {
    "id": MESSAGE,
    "object": "message",
    "from": ANN,
    "to": SHOP,
    "direction": "incoming",
    "body": "Is my bike ready?",
    "media": [PHOTO],
    "status": "received",
    "createdAt": "2026-03-02T10:00:00.000Z",
    "userId": "USshop00001",
    "phoneNumberId": "PNshop00001",
    "conversationId": "CN00000000000000000000000000000001",
}
API_MESSAGE: dict[str, Any] = {
    "id": MESSAGE,
    "object": "message",
    "from": ANN,
    "to": SHOP,
    "direction": "incoming",
    "text": "Is my bike ready?",
    "status": "received",
    "createdAt": "2026-03-02T10:00:00.000Z",
    "userId": "USshop00001",
    "phoneNumberId": "PNshop00001",
    "contactIds": ["6643000000000000000000a1", "6643000000000000000000a2"],
}
CURRENT_MESSAGE: dict[str, Any] = {
    "id": MESSAGE,
    "direction": "incoming",
    "text": "Is my bike ready?",
    "media": [PHOTO],
    "status": "received",
    "createdAt": "2026-03-02T10:00:00.000Z",
}
MESSAGE_CONTEXT: dict[str, Any] = {
    "orgId": "OR1",
    "phoneNumberId": "PNshop00001",
    "conversationId": None,
    "userId": "USshop00001",
    "contacts": {"ids": [], "lookupStatus": "none"},
    "senderIdentifier": ANN,
    "recipientIdentifiers": [SHOP],
}
APP_CALL: dict[str, Any] = {
    "id": CALL,
    "object": "call",
    "from": ANN,
    "to": SHOP,
    "direction": "incoming",
    "media": [],
    "voicemail": None,
    "status": "completed",
    "createdAt": "2026-03-02T10:00:00.000Z",
    "answeredAt": "2026-03-02T10:00:10+00:00",
    "completedAt": "2026-03-02T10:05:10+00:00",
    "userId": "USshop00001",
    "phoneNumberId": "PNshop00001",
    "conversationId": "CN00000000000000000000000000000001",
}
API_CALL: dict[str, Any] = {
    "id": CALL,
    "object": "call",
    "answeredAt": "2026-03-02T10:00:10Z",
    "answeredBy": "USshop00001",
    "initiatedBy": None,
    "direction": "incoming",
    "status": "completed",
    "completedAt": "2026-03-02T10:05:10Z",
    "createdAt": "2026-03-02T10:00:00Z",
    "updatedAt": "2026-03-02T10:05:11Z",
    "duration": 310,
    "forwardedFrom": None,
    "forwardedTo": None,
    "phoneNumberId": "PNshop00001",
    "participants": [ANN, SHOP],
    "recordings": None,
    "userId": "USshop00001",
    "contactIds": [],
}
CURRENT_CALL: dict[str, Any] = {
    "id": CALL,
    "direction": "incoming",
    "status": "answered",
    "createdAt": "2026-03-02T10:00:00.000Z",
    "answeredAt": "2026-03-02T10:00:10.000Z",
    "completedAt": "2026-03-02T10:05:10.000Z",
    "updatedAt": "2026-03-02T10:05:11.000Z",
    "duration": 300,
    "hasVoicemail": False,
}
CALL_CONTEXT: dict[str, Any] = {
    "orgId": "OR1",
    "phoneNumberId": "PNshop00001",
    "conversationId": "CN00000000000000000000000000000001",
    "phoneNumberType": "shared",
    "userId": "USshop00001",
    "contacts": {"ids": [], "lookupStatus": "none"},
    "participants": {"workspace": [SHOP], "external": [ANN], "resolution": "available"},
}
UNKNOWN_SIDES: dict[str, Any] = {
    **CALL_CONTEXT,
    "phoneNumberId": None,
    "participants": {"workspace": [], "external": [], "resolution": "unavailable"},
}
UNANSWERED: dict[str, Any] = {"answeredAt": None}
API_RECORDING: dict[str, Any] = {
    "id": "CRrecording1",
    "duration": 290,
    "startTime": "2026-03-02T10:00:12Z",
    "type": "audio/mpeg",
    "url": AUDIO,
}
LEGACY_SUMMARY: dict[str, Any] = {
    "object": "callSummary",
    "callId": CALL,
    "nextSteps": ["Order the part."],
    "status": "completed",
    "summary": ["Ann asked for her bike."],
}
CURRENT_SUMMARY: dict[str, Any] = {
    "callId": CALL,
    "processingStatus": "completed",
    "summary": ["Ann asked for her bike."],
    "nextSteps": ["Order the part."],
    "fromPhoneNumber": ANN,
    "handledByAiAgent": False,
    "answeredByUserId": None,
    "jobs": [],
}
DIALOGUE = [
    {"content": "Bike shop, hello.", "start": 0.4, "end": 2, "identifier": None, "userId": "USshop00001"},
    {"content": "Is my bike ready?", "start": 2.5, "end": 4.25, "identifier": ANN, "userId": None},
]
LEGACY_TRANSCRIPT: dict[str, Any] = {
    "object": "callTranscript",
    "callId": CALL,
    "createdAt": "2026-03-02T10:06:00Z",
    "dialogue": DIALOGUE,
    "duration": 300.7,
    "status": "completed",
}
CURRENT_TRANSCRIPT: dict[str, Any] = {
    "callId": CALL,
    "createdAt": "2026-03-02T10:06:00.000Z",
    "duration": 300,
    "processingStatus": "completed",
    "dialogue": DIALOGUE,
}
CURRENT_VOICEMAIL: dict[str, Any] = {
    "id": VOICEMAIL_ACTIVITY,
    "voicemailId": "VM1",
    "callId": CALL,
    "direction": "incoming",
    "duration": 18,
    "from": ANN,
    "to": SHOP,
    "transcript": "Call me back.",
    "recordingUrl": AUDIO,
    "createdAt": "2026-03-02T10:00:30.000Z",
    "updatedAt": "2026-03-02T10:01:00.000Z",
}
UNRESOLVED_VOICEMAIL: dict[str, Any] = {
    **CURRENT_VOICEMAIL,
    "voicemailId": None,
    "callId": None,
    "transcript": None,
    "recordingUrl": None,
}
APP_CONTACT: dict[str, Any] = {
    "id": "CT6643000000000000000000a1",
    "object": "contact",
    "firstName": "Ann",
    "lastName": "Lee",
    "company": "Lee Bikes",
    "role": None,
    "fields": {"Phone": [ANN, "(206) 555-0103"]},
    "notes": [],
    "sharedWith": ["USshop00001"],
    "createdAt": "2026-03-01T10:00:00.000Z",
    "updatedAt": "2026-03-02T10:00:00.000Z",
}
CURRENT_CONTACT: dict[str, Any] = {
    "id": "6643000000000000000000a1",
    "firstName": "Ann",
    "lastName": "Lee",
    "company": None,
    "role": None,
    "location": None,
    "source": None,
    "externalId": None,
    "emails": [{"value": "ann@example.com", "type": "email"}],
    "phoneNumbers": [{"value": ANN, "type": "phone-number"}],
    "customFields": [{"name": "Home", "key": "home", "id": "i1", "type": "address", "value": "1 Elm Street"}],
    "createdAt": "2026-03-01T10:00:00.000Z",
    "updatedAt": "2026-03-02T10:00:00.000Z",
}


def legacy(type_as_sent: str, resource: object, **changes: object) -> dict[str, Any]:
    """Put a resource into the envelope of the older webhooks, with some of its fields changed."""
    if changes and isinstance(resource, dict):
        resource = {**resource, **changes}
    return {
        "id": "EV00000000000000000000000000000001",
        "object": "event",
        "apiVersion": "v3",
        "createdAt": "2026-03-02T10:07:00.000Z",
        "type": type_as_sent,
        "data": {"object": resource},
    }


def current(type_as_sent: str, resource: object, context: object, **changes: object) -> dict[str, Any]:
    """Put a resource and its context into the envelope of 2026-03-30."""
    if changes and isinstance(resource, dict):
        resource = {**resource, **changes}
    return {
        "id": "EV00000000000000000000000000000002",
        "apiVersion": "2026-03-30",
        "createdAt": "2026-03-02T10:07:00.000Z",
        "type": type_as_sent,
        "data": {"resource": resource, "context": context, "links": {"quo": None}},
    }
