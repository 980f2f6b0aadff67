"""A url that leads nowhere any more is exchanged for a fresh one where OpenPhone can be asked."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.errors import RateLimitedError, UnavailableError
from openphone_crm.memory import MemoryMedia
from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.testing import events
from tests.unit.storing.hoard import (
    CALL,
    MISSED,
    PICTURE,
    RECORDED,
    RECORDING_URL,
    SOUND,
    TEXT,
    VOICEMAIL_URL,
    Hoard,
)

SIGNED = "?sig=fresh"


@pytest.fixture
def expired(hoard: Hoard) -> Hoard:
    """Lend a shop with a key, whose every url has expired."""
    hoard.with_key()
    for url in (RECORDING_URL, VOICEMAIL_URL, PICTURE.url):
        hoard.media.remove(url)
        kind = "image/jpeg" if url == PICTURE.url else "audio/mpeg"
        hoard.media.put(url + SIGNED, MemoryMedia(SOUND, content_type=kind))
    return hoard


def test_a_recording_is_fetched_by_a_fresh_url(expired: Hoard) -> None:
    """At once, and as the same file."""
    shows(expired, FetchedKind.RECORDINGS, CALL.id, {"data": [recording(RECORDING_URL + SIGNED)]})

    expired.hear(events.call_completed(CALL), RECORDED)

    assert expired.sound() is not None
    assert expired.media.asked == (RECORDING_URL, RECORDING_URL + SIGNED)


def test_a_voicemail_is_fetched_by_a_fresh_url(expired: Hoard) -> None:
    """It is asked for by its call."""
    resource = {
        "id": "VMx1",
        "status": "completed",
        "duration": 12,
        "transcript": "Hi",
        "recordingUrl": VOICEMAIL_URL + SIGNED,
    }
    shows(expired, FetchedKind.VOICEMAIL, MISSED.id, resource)

    expired.hear(events.call_completed(MISSED))

    assert expired.sound() is not None


def test_a_picture_is_fetched_by_a_fresh_url(expired: Hoard) -> None:
    """Its message is shown once more."""
    subject: Any = TEXT.subject
    resource = {
        "id": subject.id,
        "from": subject.sender,
        "to": list(subject.recipients),
        "direction": "incoming",
        "text": "Look!",
        "status": "received",
        "media": [{"url": PICTURE.url + SIGNED, "type": "image/jpeg"}],
        "createdAt": "2026-03-02T12:00:00.000Z",
        "updatedAt": "2026-12-02T12:00:00.000Z",
    }
    shows(expired, FetchedKind.MESSAGE, subject.id, resource)

    expired.hear(TEXT)

    assert len(expired.pictures()) == 1


def test_a_file_that_openphone_has_no_more_either(expired: Hoard) -> None:
    """Each time it is asked for anew, and in the end it is a dead letter."""
    expired.hear(events.call_completed(CALL), RECORDED)
    expired.over(minutes=30)

    assert len(expired.media.asked) == 4
    assert expired.openphone.requests == [f"fetch recordings {CALL.id}"] * 4
    assert expired.sound() is None


def test_an_openphone_that_wants_to_be_left_alone(expired: Hoard) -> None:
    """Waiting is no attempt."""
    shows(expired, FetchedKind.RECORDINGS, CALL.id, {"data": [recording(RECORDING_URL + SIGNED)]})
    expired.openphone.fail(*[RateLimitedError("OpenPhone", 30)] * 6)

    expired.hear(events.call_completed(CALL), RECORDED)
    expired.over(minutes=10)

    assert expired.sound() is not None
    assert expired.unsent == []


def test_an_openphone_that_is_away(expired: Hoard) -> None:
    """It is an attempt, as if the file's own host were away."""
    shows(expired, FetchedKind.RECORDINGS, CALL.id, {"data": [recording(RECORDING_URL + SIGNED)]})
    expired.openphone.fail(UnavailableError("OpenPhone", "it answers 503"))

    expired.hear(events.call_completed(CALL), RECORDED)
    expired.over(minutes=2)

    assert expired.sound() is not None
    assert [type(problem.error) for problem in expired.unsent] == [UnavailableError]


def recording(url: str) -> dict[str, Any]:
    """A recording as the older surface shows it."""
    return {
        "id": "CRx1",
        "url": url,
        "type": "audio/mpeg",
        "duration": 60,
        "startTime": "2026-03-02T12:00:00.000Z",
        "status": "completed",
    }


def shows(hoard: Hoard, kind: FetchedKind, openphone_id: str, resource: dict[str, Any]) -> None:
    """Have OpenPhone show this when it is asked."""
    hoard.openphone.put(Fetched(kind=kind, surface=Surface.V1, openphone_id=openphone_id, resource=resource))
