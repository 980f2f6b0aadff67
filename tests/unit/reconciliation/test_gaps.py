"""What is a gap, and what is none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from openphone_crm.events import Direction, ProcessingState
from openphone_crm.reconciliation.gaps import is_gap
from openphone_crm.remote import Fetched
from openphone_crm.testing import builders as make
from openphone_crm.working_set import LoadedResources, WorkingSet
from tests.unit.reconciliation import shown

OLD = make.NOON - timedelta(days=1)


def is_missing(fetched: Fetched, *known: Any) -> bool:  # noqa: ANN401 - any item
    """Tell whether something that is shown is a gap beside what is known."""
    desk = WorkingSet()
    names = {"Message": "messages", "Call": "calls", "Recording": "recordings", "Voicemail": "voicemails"}
    names |= {"Transcript": "transcripts", "Summary": "summaries"}
    loaded: dict[str, Any] = {names[type(each).__name__]: (each,) for each in known}
    desk.load_resources(LoadedResources(**loaded))
    return is_gap(shown.reports_of(fetched)[-1], desk)


def known_call(**fields: Any) -> Any:  # noqa: ANN401 - any field of a call
    """Make the call as it is known when nothing is missing."""
    whole = {
        "openphone_id": shown.CALL_ID,
        "direction": Direction.INCOMING,
        "from_number": "+14255550123",
        "to_numbers": ("+12065550100",),
        "ended": True,
        "answered_at": make.NOON,
        "answered_by": "USx7Dana3M",
        "completed_at": make.NOON,
    }
    return make.call(**{**whole, **fields})


def test_an_unknown_message_is_a_gap() -> None:
    """Whatever its status."""
    statuses = ["received", "queued", "sent"]

    found = [is_missing(shown.message(status=status)) for status in statuses]

    assert found == [True, True, True]


@pytest.mark.parametrize(
    ("here", "there", "is_there_a_gap"),
    [
        ("sent", "delivered", True),
        (None, "received", True),
        ("queued", "failed", True),
        ("failed", "delivered", True),
        ("sent", "sent", False),
        ("queued", "sent", False),
        ("delivered", "delivered", False),
        ("delivered", "read", False),
        ("undelivered", "failed", False),
    ],
)
def test_the_fate_of_a_message_is_a_gap(here: str | None, there: str, *, is_there_a_gap: bool) -> None:
    """When it is known there, and not here."""
    known = make.message(openphone_id=shown.MESSAGE_ID, status=here)

    found = is_missing(shown.message(status=there), known)

    assert found is is_there_a_gap


def test_another_wording_is_none() -> None:
    """A message that we have is not missing because its text or its pictures are written otherwise."""
    known = make.message(openphone_id=shown.MESSAGE_ID, status="received", text="Hi!")
    fetched = shown.message(
        text="Hi", media=[{"url": "https://media.example/a.jpeg?sig=2", "type": "image/jpeg"}]
    )

    found = is_missing(fetched, known)

    assert found is False


def test_an_unknown_call_is_a_gap_once_it_has_ended() -> None:
    """One that goes on will be told of in time."""
    going_on = shown.call(status="in-progress", completedAt=None)

    found = [is_missing(shown.call()), is_missing(going_on)]

    assert found == [True, False]


@pytest.mark.parametrize(
    ("lacks", "is_there_a_gap"),
    [
        ({}, False),
        ({"talk_seconds": None, "deep_link": None, "status": None}, False),
        ({"answered_by": None}, True),
        ({"answered_at": None, "answered": None}, True),
        ({"ended": None, "completed_at": None}, True),
        ({"completed_at": None}, True),
        ({"ended": None}, False),
        ({"forwarded": True}, False),
        ({"from_number": None, "to_numbers": ()}, True),
        ({"from_number": None}, True),
    ],
)
def test_a_call_without_its_end_or_parties_is_a_gap(lacks: dict[str, Any], *, is_there_a_gap: bool) -> None:
    """And none for anything else that is told otherwise."""
    found = is_missing(shown.call(), known_call(**lacks))

    assert found is is_there_a_gap


def test_a_call_whose_end_is_not_known_there_either_is_none() -> None:
    """A stub stays one as long as OpenPhone knows no more."""
    found = is_missing(shown.call(status=None, completedAt=None), known_call(ended=None, completed_at=None))

    assert found is False


def test_a_recording_is_a_gap_when_it_can_be_heard() -> None:
    """One that is unknown, or was known without its url; under another signature or id it is the same."""
    call = known_call()
    silent = make.recording(call, openphone_id="CRx0")
    heard = make.recording(call, openphone_id="REx7", url="https://media.example/r_mono.mp3?sig=1")
    fetched = shown.recordings("https://media.example/r.mp3?sig=2")

    found = [is_missing(fetched), is_missing(fetched, silent), is_missing(fetched, heard)]

    assert found == [True, True, False]
    assert is_missing(shown.recordings(None, status="processing")) is False


def test_a_voicemail_is_a_gap_when_it_can_be_heard() -> None:
    """Or when its words are new; while OpenPhone is at it there is nothing to miss."""
    call = known_call()
    announced = make.voicemail(call)
    wordless = make.voicemail(call, url="https://media.example/v.mp3?sig=9")
    whole = make.voicemail(call, url="https://media.example/v.mp3?sig=9", transcript="Call back!")

    found = [is_missing(shown.voicemail(), *known) for known in ((), (announced,), (wordless,), (whole,))]

    assert found == [True, True, True, False]
    assert is_missing(shown.voicemail(status="in-progress", recordingUrl=None, transcript=None)) is False


def test_a_transcript_is_a_gap_when_it_is_complete() -> None:
    """And not when it is complete here, whatever it says."""
    call = known_call()
    begun = make.transcript(call, state=ProcessingState.IN_PROGRESS)
    complete = make.transcript(call, state=ProcessingState.COMPLETED)

    found = [is_missing(shown.transcript(), *known) for known in ((), (begun,), (complete,))]

    assert found == [True, True, False]
    assert is_missing(shown.transcript(status="in-progress", dialogue=None)) is False


def test_a_summary_is_a_gap_when_it_is_complete() -> None:
    """Or when it brings the next steps, which not every list shows."""
    call = known_call()
    begun = make.summary(call, state=ProcessingState.IN_PROGRESS)
    half = make.summary(call, state=ProcessingState.COMPLETED, summary=("A crack.",))
    complete = make.summary(call, state=ProcessingState.COMPLETED, next_steps=("Ring Ann.",))

    found = [is_missing(shown.summary(), *known) for known in ((), (begun,), (half,), (complete,))]

    assert found == [True, True, True, False]
    assert is_missing(shown.summary(nextSteps=None), half) is False
