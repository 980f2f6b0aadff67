"""Tests of what belongs to a call and arrives apart from it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from openphone_crm.errors import PayloadError
from openphone_crm.events import (
    CallReported,
    ProcessingState,
    SummaryReported,
    TranscriptReported,
    Utterance,
)
from tests.unit.codec.decoded import reports, the
from tests.unit.payloads import (
    ANN,
    CALL,
    CALL_CONTEXT,
    CURRENT_SUMMARY,
    CURRENT_TRANSCRIPT,
    LEGACY_SUMMARY,
    LEGACY_TRANSCRIPT,
    SHOP,
    UNKNOWN_SIDES,
    current,
    legacy,
)

SUMMARIES = {
    "real": legacy("call.summary.completed", LEGACY_SUMMARY),
    "documented": legacy("callSummary", LEGACY_SUMMARY),
    "current": current("call.summary.completed", CURRENT_SUMMARY, CALL_CONTEXT),
    "current, other spelling": current("callSummary", CURRENT_SUMMARY, CALL_CONTEXT),
}
TRANSCRIPTS = {
    "real": legacy("call.transcript.completed", LEGACY_TRANSCRIPT),
    "documented": legacy("callTranscript", LEGACY_TRANSCRIPT),
    "current": current("call.transcript.completed", CURRENT_TRANSCRIPT, CALL_CONTEXT),
    "current, other spelling": current("callTranscript", CURRENT_TRANSCRIPT, CALL_CONTEXT),
}
STATES = [
    ("absent", ProcessingState.ABSENT),
    ("in-progress", ProcessingState.IN_PROGRESS),
    ("failed", ProcessingState.FAILED),
    ("completed", ProcessingState.COMPLETED),
    ("something new", None),
    (7, None),
]


@pytest.mark.parametrize("payload", SUMMARIES.values(), ids=SUMMARIES)
def test_every_generation_tells_the_same_summary(payload: dict[str, Any]) -> None:
    """A summary names its call, what it was about, and the next steps."""
    found = the(SummaryReported, payload)

    assert (found.call_id, found.state) == (CALL, ProcessingState.COMPLETED)
    assert (found.summary, found.next_steps) == (("Ann asked for her bike.",), ("Order the part.",))


@pytest.mark.parametrize("payload", TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_every_generation_tells_the_same_transcript(payload: dict[str, Any]) -> None:
    """A transcript names its call and who said what when: users inside, numbers outside."""
    found = the(TranscriptReported, payload)

    assert (found.call_id, found.state) == (CALL, ProcessingState.COMPLETED)
    assert found.dialogue == (
        Utterance(speaker="USshop00001", text="Bike shop, hello.", start=0.4, end=2, is_ours=True),
        Utterance(speaker=ANN, text="Is my bike ready?", start=2.5, end=4.25),
    )


@pytest.mark.parametrize(("written", "read"), STATES)
def test_a_summary_fires_for_every_state(written: object, read: ProcessingState | None) -> None:
    """The event comes for states other than completed, too, with nothing in it."""
    payload = current(
        "call.summary.completed",
        CURRENT_SUMMARY,
        CALL_CONTEXT,
        processingStatus=written,
        summary=None,
        nextSteps=None,
    )

    found = the(SummaryReported, payload)

    assert (found.state, found.summary, found.next_steps) == (read, (), ())


@pytest.mark.parametrize(("written", "read"), STATES)
def test_a_transcript_fires_for_every_state(written: object, read: ProcessingState | None) -> None:
    """A dialogue is null unless the transcript is completed."""
    payload = legacy("call.transcript.completed", LEGACY_TRANSCRIPT, status=written, dialogue=None)

    found = the(TranscriptReported, payload)

    assert (found.state, found.dialogue) == (read, ())


def test_words_without_a_state_are_complete() -> None:
    """Where a payload says nothing of its state but has the words, it is completed."""
    with_words = the(SummaryReported, legacy("callSummary", LEGACY_SUMMARY, status=None))
    without = the(SummaryReported, legacy("callSummary", LEGACY_SUMMARY, status=None, summary=[]))

    assert (with_words.state, without.state) == (ProcessingState.COMPLETED, None)


@pytest.mark.parametrize("payload", [SUMMARIES["current"], TRANSCRIPTS["current"]])
def test_current_parts_bring_the_numbers_of_their_call(payload: dict[str, Any]) -> None:
    """2026-03-30 tells the sides with every part, so that it can be shown before its call."""
    found = the(CallReported, payload)

    assert (found.openphone_id, found.our_number, found.parties) == (CALL, SHOP, (ANN,))
    assert (found.ended, found.status, found.direction) == (None, None, None)


@pytest.mark.parametrize("payload", [SUMMARIES["real"], TRANSCRIPTS["real"]])
def test_older_parts_bring_no_numbers(payload: dict[str, Any]) -> None:
    """v4 names the call and nobody else: the part waits for its call."""
    found = reports(payload)

    assert len(found) == 1


def test_unresolved_participants_are_not_told() -> None:
    """A part whose participants are unavailable says nothing of them."""
    found = the(CallReported, current("call.summary.completed", CURRENT_SUMMARY, UNKNOWN_SIDES))

    assert (found.our_number, found.parties) == (None, ())


@pytest.mark.parametrize(
    "payload",
    [
        legacy("call.summary.completed", LEGACY_SUMMARY, callId=None),
        legacy("callTranscript", LEGACY_TRANSCRIPT, callId=7),
        current("call.summary.completed", CURRENT_SUMMARY, CALL_CONTEXT, callId=""),
        current("call.transcript.completed", CURRENT_TRANSCRIPT, CALL_CONTEXT, callId=None),
    ],
)
def test_a_part_that_names_no_call_cannot_be_read(payload: dict[str, Any]) -> None:
    """Without its call a summary or transcript belongs nowhere."""
    with pytest.raises(PayloadError, match="no usable callId"):
        reports(payload)


def test_lines_of_other_shapes_are_left_out() -> None:
    """What is no text in a summary, and no object in a dialogue, is as if it were absent."""
    summary = the(SummaryReported, legacy("callSummary", LEGACY_SUMMARY, summary=["A.", 7, "", None, {}]))
    transcript = the(
        TranscriptReported, legacy("callTranscript", LEGACY_TRANSCRIPT, dialogue=["Hi", {"content": 7}])
    )

    assert summary.summary == ("A.",)
    assert transcript.dialogue == (Utterance(speaker=None, text=""),)


@pytest.mark.parametrize("kind", ["real", "documented", "current"])
def test_one_of_us_stays_one_of_us(kind: str) -> None:
    """A line that has a number and a user id, as a call between two of our own numbers, is said by us."""
    spoken = {"content": "Hello.", "start": 0, "end": 1, "identifier": SHOP, "userId": "USshop00001"}
    payload = copy.deepcopy(TRANSCRIPTS[kind])
    (resource,) = (each for name, each in payload["data"].items() if name != "context" and "dialogue" in each)
    resource["dialogue"] = [spoken]

    found = the(TranscriptReported, payload)

    assert found.dialogue == (Utterance(speaker=SHOP, text="Hello.", start=0, end=1, is_ours=True),)
