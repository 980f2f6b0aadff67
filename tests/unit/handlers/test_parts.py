"""Tests of transcripts, summaries and recordings, before and after their call."""

from __future__ import annotations

from openphone_crm.crm import ItemKind
from openphone_crm.events import (
    ProcessingState,
    RecordingCopy,
    RecordingsReported,
    SummaryReported,
    TranscriptReported,
    Utterance,
)
from tests.unit.handlers.desks import lines_of, reloaded, worked
from tests.unit.reports import call_reported, minute, stamp

URL = "https://share.quo.com/v1/resource/call-recording/0123abcd.mp3"


def transcript(version: float, state: ProcessingState = ProcessingState.COMPLETED) -> TranscriptReported:
    """A copy of the transcript."""
    words = (Utterance(speaker=None, text="Hello."),) if state is ProcessingState.COMPLETED else ()
    return TranscriptReported(
        stamp=stamp(version), reported_at=minute(version), call_id="ACx2", state=state, dialogue=words
    )


def summary(version: float, state: ProcessingState = ProcessingState.COMPLETED) -> SummaryReported:
    """A copy of the summary."""
    words = ("Ann called.",) if state is ProcessingState.COMPLETED else ()
    return SummaryReported(
        stamp=stamp(version), reported_at=minute(version), call_id="ACx2", state=state, summary=words
    )


def recording(version: float, *copies: RecordingCopy) -> RecordingsReported:
    """A copy of the recordings."""
    return RecordingsReported(
        stamp=stamp(version), reported_at=minute(version), call_id="ACx2", recordings=copies
    )


def test_parts_stand_where_their_call_ended() -> None:
    """After the call, in the order transcript, summary, whenever they arrive."""
    desk = worked(call_reported(), summary(9), transcript(8))

    assert lines_of(desk.entries.values()) == [
        "Call: Missed",
        "Call Transcript: Hello.",
        "Call Summary: Ann called.",
    ]
    parts = [entry for entry in desk.entries.values() if entry.kind is not ItemKind.CALL]
    assert {entry.occurred_at for entry in parts} == {minute(1)}


def test_parts_without_numbers_wait_for_their_call() -> None:
    """Before the call they make a stub, which the call completes; nothing is lost, nothing shown."""
    waiting = worked(summary(1), transcript(1), recording(1, RecordingCopy(url=URL)))
    complete = worked(call_reported(2), desk=reloaded(waiting))

    assert (waiting.entries.values(), waiting.conversations.values()) == ([], [])
    assert [call.openphone_id for call in waiting.calls.values()] == ["ACx2"]
    assert len(lines_of(complete.entries.values())) == 3
    assert [call.id for call in complete.calls.values()] == [call.id for call in waiting.calls.values()]


def test_a_part_that_is_not_completed_is_kept_and_not_shown() -> None:
    """When the words come, they are shown; when they fail, they are not."""
    announced = worked(
        call_reported(), summary(1, ProcessingState.IN_PROGRESS), transcript(1, ProcessingState.FAILED)
    )
    done = worked(summary(2), desk=reloaded(announced))

    assert lines_of(announced.entries.values()) == ["Call: Missed"]
    assert "Call Summary: Ann called." in lines_of(done.entries.values())


def test_words_that_are_there_are_not_taken_away_by_an_older_announcement() -> None:
    """The announcement that arrives late changes nothing."""
    desk = worked(call_reported(), summary(2), summary(1, ProcessingState.IN_PROGRESS))

    assert "Call Summary: Ann called." in lines_of(desk.entries.values())
    assert [part.reported_at for part in desk.summaries.values()] == [minute(1)]


def test_a_part_leaves_its_call_where_it_is() -> None:
    """It tells nothing of numbers; a call whose line is not at hand does not move."""
    stored = reloaded(worked(call_reported(0, openphone_id="ACx9"), call_reported(0, to_numbers=())))
    stored.lines.clear()

    desk = worked(summary(3), desk=stored)

    assert desk.conversations.values() == []
    assert {entry.conversation_id for entry in desk.entries.values()} == {
        call.conversation_id for call in desk.calls.values()
    }


def test_a_recording_is_kept_once() -> None:
    """App and API webhooks bring the same recording; one record goes, the other stays."""
    by_url = worked(call_reported(), recording(1, RecordingCopy(url=URL)))
    both = worked(recording(2, RecordingCopy(openphone_id="CR1", url=f"{URL}?sig=2")), desk=reloaded(by_url))

    changes = both.changes()

    assert [one.openphone_id for one in both.recordings.values()] == ["CR1"]
    assert changes.removed_recordings == tuple(one.id for one in by_url.recordings.values())


def test_recordings_of_other_calls_are_left_alone() -> None:
    """The same url with another call is another recording."""
    other = RecordingsReported(
        stamp=stamp(), reported_at=minute(0), call_id="ACx9", recordings=(RecordingCopy(url=URL),)
    )

    desk = worked(other, recording(1, RecordingCopy(url=URL)))

    assert {one.call_openphone_id for one in desk.recordings.values()} == {"ACx2", "ACx9"}
