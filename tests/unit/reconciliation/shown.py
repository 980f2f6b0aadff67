"""What OpenPhone's API shows: messages, calls and their parts, made as a test needs them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from openphone_crm.codec import decode_fetched
from openphone_crm.events import Report
from openphone_crm.moments import format_moment
from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.testing import builders as make
from openphone_crm.testing.happenings import CUSTOMER_NUMBER, SHOP_LINE

CALL_ID: Final = "ACx0000000000000000000000000000ca1"
MESSAGE_ID: Final = "ACx000000000000000000000000000me55"

Fields = dict[str, Any]


def message(openphone_id: str = MESSAGE_ID, /, *, at: datetime = make.NOON, **fields: Any) -> Fetched:  # noqa: ANN401 - any field
    """A text that came in at that time."""
    moment = format_moment(at)
    resource = {
        "id": openphone_id,
        "from": CUSTOMER_NUMBER,
        "to": [SHOP_LINE.number],
        "text": "Hi",
        "phoneNumberId": SHOP_LINE.id,
        "direction": "incoming",
        "status": "received",
        "createdAt": moment,
        "updatedAt": moment,
        "media": [],
    }
    return _fetched(FetchedKind.MESSAGE, openphone_id, {**resource, **fields})


def call(openphone_id: str = CALL_ID, /, *, at: datetime = make.NOON, **fields: Any) -> Fetched:  # noqa: ANN401 - any field
    """A call that came in at that time, and that somebody took for a minute."""
    resource = {
        "id": openphone_id,
        "direction": "incoming",
        "status": "completed",
        "createdAt": format_moment(at),
        "answeredAt": format_moment(at + timedelta(seconds=5)),
        "completedAt": format_moment(at + timedelta(seconds=65)),
        "updatedAt": format_moment(at + timedelta(seconds=65)),
        "answeredBy": SHOP_LINE.user_id,
        "phoneNumberId": SHOP_LINE.id,
        "participants": [
            {"phoneNumber": CUSTOMER_NUMBER, "actorId": None},
            {"phoneNumber": SHOP_LINE.number, "actorId": SHOP_LINE.user_id},
        ],
        "duration": 60,
        "summary": {"status": "absent", "summary": None, "nextSteps": None},
    }
    return _fetched(FetchedKind.CALL, openphone_id, {**resource, **fields})


def missed(openphone_id: str = CALL_ID, /, *, at: datetime = make.NOON, **fields: Any) -> Fetched:  # noqa: ANN401 - any field
    """A call that came in at that time, and that nobody took."""
    return call(openphone_id, at=at, **{"answeredAt": None, "answeredBy": None, "status": "missed", **fields})


def missed_of_v1(*, at: datetime = make.NOON) -> Fetched:
    """Such a call as the older API shows it, which says nothing of a voicemail."""
    resource = {name: value for name, value in missed(at=at).resource.items() if name != "summary"}
    numbers = [CUSTOMER_NUMBER, SHOP_LINE.number]
    return _fetched(FetchedKind.CALL, CALL_ID, {**resource, "participants": numbers}, surface=Surface.V1)


def recordings(*urls: str | None, status: str = "completed") -> Fetched:
    """The recordings of the call, one for each url."""
    items = [
        {"id": f"CRx{number}", "url": url, "status": status, "duration": 60, "type": "audio/mpeg"}
        for number, url in enumerate(urls)
    ]
    return _fetched(FetchedKind.RECORDINGS, CALL_ID, {"data": items}, surface=Surface.V1)


def voicemail(**fields: Any) -> Fetched:  # noqa: ANN401 - any field
    """The voicemail of the call."""
    resource = {
        "id": "VMx1",
        "status": "completed",
        "duration": 11,
        "transcript": "Please call back.",
        "recordingUrl": "https://media.example/v.mp3?sig=1",
    }
    return _fetched(FetchedKind.VOICEMAIL, CALL_ID, {**resource, **fields})


def transcript(**fields: Any) -> Fetched:  # noqa: ANN401 - any field
    """The transcript of the call."""
    dialogue = [{"content": "Hello", "start": 0.1, "end": 0.9, "identifier": CUSTOMER_NUMBER, "userId": None}]
    resource = {"callId": CALL_ID, "status": "completed", "dialogue": dialogue}
    return _fetched(FetchedKind.TRANSCRIPT, CALL_ID, {**resource, **fields}, surface=Surface.V1)


def summary(**fields: Any) -> Fetched:  # noqa: ANN401 - any field
    """The summary of the call."""
    resource = {"status": "completed", "summary": ["A crack."], "nextSteps": ["Call back."]}
    return _fetched(FetchedKind.SUMMARY, CALL_ID, {**resource, **fields})


def reports_of(fetched: Fetched) -> tuple[Report, ...]:
    """What it reports when it is shown at noon."""
    return decode_fetched(fetched, at=make.NOON)


def _fetched(
    kind: FetchedKind, openphone_id: str, resource: Fields, *, surface: Surface = Surface.DATED
) -> Fetched:
    return Fetched(kind=kind, surface=surface, openphone_id=openphone_id, resource=resource)
