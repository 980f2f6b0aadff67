"""Resources in the shapes in which OpenPhone's API shows them, with values of our own; and reading them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from openphone_crm.codec import decode_fetched
from openphone_crm.events import Report
from openphone_crm.remote import Fetched, FetchedKind, Surface
from tests.unit.payloads import ANN, AUDIO, CALL, MESSAGE, SHOP

ReportT = TypeVar("ReportT", bound=Report)

SHOWN_AT = datetime(2026, 3, 2, 11, tzinfo=UTC)
V1_MESSAGE: dict[str, Any] = {
    "id": MESSAGE,
    "to": [SHOP],
    "from": ANN,
    "text": "Is it ready?",
    "phoneNumberId": "PNshop00001",
    "direction": "incoming",
    "userId": "USshop00001",
    "status": "received",
    "createdAt": "2026-03-02T10:00:00Z",
    "updatedAt": "2026-03-02T10:00:01Z",
}
_COURSE: dict[str, Any] = {
    "id": CALL,
    "phoneNumberId": "PNshop00001",
    "direction": "incoming",
    "status": "completed",
    "answeredAt": "2026-03-02T10:00:10Z",
    "answeredBy": "USshop00001",
    "initiatedBy": None,
    "completedAt": "2026-03-02T10:05:10Z",
    "createdAt": "2026-03-02T10:00:00Z",
    "updatedAt": "2026-03-02T10:05:11Z",
    "callRoute": "phone-number",
    "forwardedFrom": None,
    "forwardedTo": None,
    "aiHandled": None,
}
V1_CALL: dict[str, Any] = {
    **_COURSE,
    "participants": [ANN, SHOP],
    "duration": 310,
    "userId": "USshop00001",
}
DATED_CALL: dict[str, Any] = {
    **_COURSE,
    "actorId": "USshop00001",
    "participants": [
        {"phoneNumber": SHOP, "actorId": "USshop00001"},
        {"phoneNumber": ANN, "actorId": None},
    ],
    "duration": 300,
}
RECORDING: dict[str, Any] = {
    "id": "CRx1",
    "status": "completed",
    "startTime": "2026-03-02T10:00:12Z",
    "duration": 290,
    "url": AUDIO,
    "type": "audio/mpeg",
}
V1_VOICEMAIL: dict[str, Any] = {
    "id": "VMx1",
    "status": "completed",
    "duration": 11,
    "transcript": "Call me back.",
    "recordingUrl": AUDIO,
}
V1_SUMMARY: dict[str, Any] = {
    "callId": CALL,
    "status": "completed",
    "summary": ["She asked."],
    "nextSteps": ["Order it."],
    "jobs": None,
}
V1_TRANSCRIPT: dict[str, Any] = {
    "callId": CALL,
    "createdAt": "2026-03-02T10:06:00Z",
    "dialogue": [
        {"content": "Hello.", "start": 0.5, "end": 1, "identifier": SHOP, "userId": "USshop00001"},
        {"content": "Hi.", "start": 1.5, "end": 2, "identifier": ANN, "userId": None},
    ],
    "duration": 300.5,
    "status": "completed",
}
SEGMENTS: list[dict[str, Any]] = [
    {
        "recordingId": "CRx2",
        "status": "completed",
        "startTime": "2026-03-02T10:01:12Z",
        "createdAt": "2026-03-02T10:06:00Z",
        "duration": 30.5,
        "dialogue": [{"content": "Hi.", "start": 1.5, "end": 2, "identifier": ANN, "actorId": None}],
    },
    {
        "recordingId": "CRx1",
        "status": "completed",
        "startTime": "2026-03-02T10:00:12Z",
        "createdAt": "2026-03-02T10:06:00Z",
        "duration": 12.5,
        "dialogue": [
            {"content": "Hello.", "start": 0.5, "end": 1, "identifier": SHOP, "actorId": "USshop00001"},
        ],
    },
]


def shown(
    kind: FetchedKind, resource: Mapping[str, Any], surface: Surface = Surface.V1, **changes: object
) -> Fetched:
    """Show a resource that is or belongs to the call, with some of its fields changed."""
    openphone_id = MESSAGE if kind is FetchedKind.MESSAGE else CALL
    return Fetched(kind=kind, surface=surface, openphone_id=openphone_id, resource={**resource, **changes})


def reports(fetched: Fetched) -> tuple[Report, ...]:
    """Everything that it reports."""
    return decode_fetched(fetched, at=SHOWN_AT)


def the(kind: type[ReportT], fetched: Fetched) -> ReportT:
    """The only report of a kind in it."""
    (found,) = (report for report in reports(fetched) if isinstance(report, kind))
    return found
