"""Which reports give people something to know, and when it is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from openphone_crm.events import Direction, ProcessingState, Report, TranscriptReported, Utterance
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.handlers.telling import want_telling
from openphone_crm.priority import Priority
from openphone_crm.routing import route
from openphone_crm.working_set import WorkingSet
from tests.unit.reports import (
    CAUSE,
    NOON,
    call_reported,
    contact_reported,
    message_reported,
    minute,
    stamp,
    voicemail_reported,
)

AT_ONCE = NOON
FOR_THE_END = NOON + timedelta(seconds=10)
FOR_THE_WORDS = NOON + timedelta(seconds=60)


def wanted(*reports: Report) -> list[FollowUp]:
    """What is to be told after these reports, one after the other, all received at noon."""
    desk = WorkingSet()
    for report in reports:
        route(report, desk, CAUSE)
        want_telling(report, desk, CAUSE)
    return desk.follow_ups


def dues(*reports: Report) -> list[Any]:
    """When it is due, for each time that it was asked for."""
    return [follow_up.due_at for follow_up in wanted(*reports)]


def transcript_reported(text: str = "It leaks.", **fields: Any) -> TranscriptReported:  # noqa: ANN401 - any field
    """The words of Ann's call can be read."""
    report = TranscriptReported(
        stamp=stamp(1),
        reported_at=minute(1),
        call_id="ACx2",
        state=ProcessingState.COMPLETED,
        dialogue=(Utterance(speaker=None, text=text),) if text else (),
    )
    return attrs.evolve(report, **fields)


def test_a_missed_call_is_told_at_once() -> None:
    """A call that ended, nobody took and left no words is told when it was received."""
    [follow_up] = wanted(call_reported())

    assert follow_up == FollowUp(
        id=follow_up_id("tell", "ACx2"),
        kind="tell",
        subject="ACx2",
        priority=Priority.CRITICAL,
        created_at=NOON,
        due_at=AT_ONCE,
    )


def test_a_missed_call_without_its_end_waits_a_moment() -> None:
    """`call.missed` does not say whether words are being left: the event of its end does."""
    assert dues(call_reported(completed_at=None)) == [FOR_THE_END]


def test_the_end_of_a_missed_call_brings_it_forward() -> None:
    """Once the end is known and no words are announced there is nothing to wait for."""
    assert dues(call_reported(completed_at=None), call_reported(1)) == [FOR_THE_END, AT_ONCE]


def test_an_announced_voicemail_is_waited_for() -> None:
    """A call that tells of a voicemail waits a minute for its words."""
    assert dues(call_reported(has_voicemail=True)) == [FOR_THE_WORDS]


def test_a_voicemail_without_words_waits_for_them() -> None:
    """A voicemail that can only be heard may soon be read."""
    assert dues(voicemail_reported()) == [FOR_THE_WORDS]


def test_a_voicemail_with_words_is_told_at_once() -> None:
    """There is nothing to wait for any more."""
    assert dues(voicemail_reported(transcript="It leaks.")) == [AT_ONCE]


def test_late_words_bring_it_forward() -> None:
    """The words that come meanwhile make it due at once, under the same id."""
    follow_ups = wanted(call_reported(has_voicemail=True), voicemail_reported(1, transcript="It leaks."))

    assert [follow_up.due_at for follow_up in follow_ups] == [FOR_THE_WORDS, AT_ONCE]
    assert len({follow_up.id for follow_up in follow_ups}) == 1


def test_a_transcript_of_a_missed_call_brings_it_forward() -> None:
    """Older webhooks bring the words of a voicemail as the transcript of its call."""
    assert dues(call_reported(has_voicemail=True), transcript_reported()) == [FOR_THE_WORDS, AT_ONCE]


@pytest.mark.parametrize(
    "transcript",
    [transcript_reported(state=ProcessingState.IN_PROGRESS), transcript_reported("")],
    ids=["in progress", "empty"],
)
def test_a_transcript_without_words_brings_nothing_forward(transcript: TranscriptReported) -> None:
    """A transcript that is only announced, or that is empty, tells no words."""
    assert dues(call_reported(has_voicemail=True), transcript) == [FOR_THE_WORDS, FOR_THE_WORDS]


@pytest.mark.parametrize(
    "fields",
    [
        {"direction": Direction.OUTGOING},
        {"answered_at": minute(0.5)},
        {"answered": True},
        {"forwarded": True},
        {"ai_handled": True},
        {"answered_by": "SYx1"},
        {"direction": None},
        {"ended": None, "completed_at": None},
    ],
    ids=" ".join,
)
def test_other_calls_are_not_told(fields: dict[str, Any]) -> None:
    """Our own calls, those that somebody or something took, and those that have not ended are no news."""
    assert wanted(call_reported(**fields)) == []


def test_our_own_voicemail_is_not_told() -> None:
    """What we left on somebody else's voicemail is no news."""
    assert wanted(voicemail_reported(direction=Direction.OUTGOING)) == []


def test_the_call_knows_best_whose_voicemail_it_is() -> None:
    """A voicemail that does not say which way it went is that of its call."""
    outgoing = call_reported(direction=Direction.OUTGOING)

    assert wanted(outgoing, voicemail_reported(direction=None)) == []


def test_a_voicemail_is_told_whatever_became_of_the_call() -> None:
    """Words that were left after a call was passed on are for people all the same."""
    assert dues(call_reported(forwarded=True), voicemail_reported(transcript="It leaks.")) == [AT_ONCE]


def test_a_transcript_of_a_talk_is_not_told() -> None:
    """What was said in a call that somebody took is no voicemail."""
    assert wanted(call_reported(answered_at=minute(0.5)), transcript_reported()) == []


def test_a_transcript_of_a_talk_is_not_what_was_left() -> None:
    """Of a call that was passed on and then got a voicemail, the transcript may be that of the talk."""
    reports = (call_reported(forwarded=True), voicemail_reported(), transcript_reported())

    assert dues(*reports) == [FOR_THE_WORDS, FOR_THE_WORDS]


def test_messages_and_contacts_are_not_told() -> None:
    """Nobody is told of what they see on their phones."""
    assert wanted(message_reported(), contact_reported()) == []


def test_a_voicemail_without_a_call_is_told_by_its_own_id() -> None:
    """Where OpenPhone cannot name the call, the voicemail is what is told."""
    [follow_up] = wanted(voicemail_reported(call_openphone_id=None))

    assert (follow_up.id, follow_up.subject) == (follow_up_id("tell", "ACx3"), "ACx3")


def test_a_copy_that_does_not_name_the_call_asks_for_the_same() -> None:
    """A voicemail whose call is known is told with its call, whatever a later copy leaves out."""
    follow_ups = wanted(voicemail_reported(), voicemail_reported(1, call_openphone_id=None))

    assert [follow_up.subject for follow_up in follow_ups] == ["ACx2", "ACx2"]


@pytest.mark.parametrize("caller", ["Anonymous", None], ids=["withheld", "unknown"])
def test_a_caller_without_a_number_is_told(caller: str | None) -> None:
    """Whoever withheld a number wants an answer too."""
    assert dues(call_reported(from_number=caller)) == [AT_ONCE]
