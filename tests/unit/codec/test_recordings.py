"""Tests of recordings, in every generation."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.events import CallReported, RecordingCopy, RecordingsReported
from tests.unit.codec.decoded import at, reports, the
from tests.unit.payloads import (
    API_CALL,
    API_RECORDING,
    APP_CALL,
    AUDIO,
    CALL,
    CALL_CONTEXT,
    CURRENT_CALL,
    current,
    legacy,
)

TYPE = "call.recording.completed"
APP_AUDIO = {"url": AUDIO, "type": "audio/mpeg", "duration": 290}


def test_app_webhooks_bring_the_recording_as_media() -> None:
    """v2 and v3: the object is the call, the recording its first medium, without an id."""
    found = the(RecordingsReported, legacy(TYPE, APP_CALL, media=[APP_AUDIO]))

    assert found.call_id == CALL
    assert found.recordings == (
        RecordingCopy(url=AUDIO, content_type="audio/mpeg", duration_seconds=290, state="completed"),
    )


@pytest.mark.parametrize(
    "payload",
    [
        legacy(TYPE, API_CALL, recordings=[API_RECORDING]),
        legacy("call.completed", API_CALL, recordings=[API_RECORDING]),
        current(TYPE, CURRENT_CALL, CALL_CONTEXT, recordings=[API_RECORDING]),
    ],
)
def test_api_webhooks_bring_a_list(payload: dict[str, Any]) -> None:
    """v4 and 2026-03-30 list recordings with id, time and url; v4 also with the completed call."""
    found = the(RecordingsReported, payload)

    assert found.recordings == (
        RecordingCopy(
            openphone_id="CRrecording1",
            url=AUDIO,
            content_type="audio/mpeg",
            duration_seconds=290,
            state="completed",
            started_at=at("10:00:12"),
        ),
    )


def test_a_paused_call_has_several() -> None:
    """Each pause makes another recording."""
    second = {**API_RECORDING, "id": "CRrecording2"}

    found = the(RecordingsReported, legacy(TYPE, API_CALL, recordings=[API_RECORDING, second]))

    assert [copy.openphone_id for copy in found.recordings] == ["CRrecording1", "CRrecording2"]


def test_a_recording_in_the_making_has_no_url() -> None:
    """The url is null until processing ends."""
    found = the(RecordingsReported, legacy(TYPE, API_CALL, recordings=[{**API_RECORDING, "url": None}]))

    assert (found.recordings[0].url, found.recordings[0].state) == (None, "in-progress")


def test_a_state_that_is_told_is_kept() -> None:
    """OpenPhone knows more states than these two."""
    deleted = {**API_RECORDING, "status": "deleted"}

    found = the(RecordingsReported, legacy(TYPE, API_CALL, recordings=[deleted]))

    assert found.recordings[0].state == "deleted"


def test_the_call_comes_along() -> None:
    """The object of a recording event is the whole call."""
    old = the(CallReported, legacy(TYPE, APP_CALL, media=[APP_AUDIO]))
    new = the(CallReported, current(TYPE, CURRENT_CALL, CALL_CONTEXT, recordings=[API_RECORDING]))

    assert (old.openphone_id, old.completed_at) == (CALL, at("10:05:10"))
    assert (new.openphone_id, new.completed_at) == (CALL, at("10:05:10"))


def test_the_media_of_any_other_event_are_no_recordings() -> None:
    """Only the recording event of app webhooks brings recordings as media."""
    found = reports(legacy("call.completed", APP_CALL, media=[APP_AUDIO]))

    assert [type(report) for report in found] == [CallReported]


def test_a_recording_event_may_bring_none() -> None:
    """An empty recording event still tells of its call, and that there is something to be heard."""
    old = the(RecordingsReported, legacy(TYPE, APP_CALL, media=[]))
    new = the(RecordingsReported, current(TYPE, CURRENT_CALL, CALL_CONTEXT, recordings=None))

    assert (old.recordings, new.recordings) == ((), ())
