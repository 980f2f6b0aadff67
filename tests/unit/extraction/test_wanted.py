"""Which reports give an extractor something to read, in whatever order they come."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import attrs
import pytest

from openphone_crm.events import (
    Direction,
    ProcessingState,
    RecordingsReported,
    Report,
    SummaryReported,
    TranscriptReported,
    Utterance,
)
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.handlers.reading import EXTRACT, ITEM, KIND, want_reading
from openphone_crm.priority import Priority
from openphone_crm.routing import route
from openphone_crm.working_set import WorkingSet
from tests.unit.reports import (
    ANN,
    CAUSE,
    NOON,
    call_reported,
    contact_reported,
    message_reported,
    minute,
    stamp,
    voicemail_reported,
)

WORDS = "This is Ann Lee"


def wanted(*reports: Report) -> list[FollowUp]:
    """What is to be read after these reports, as often as it was asked for."""
    desk = WorkingSet()
    for report in reports:
        route(report, desk, CAUSE)
        want_reading(report, desk, CAUSE)
    return desk.follow_ups


def kinds(*reports: Report) -> list[str]:
    """What kinds of things are to be read, each text once."""
    return sorted({each.id: each.details[KIND] for each in wanted(*reports)}.values())


def transcript_reported(text: str = WORDS, **fields: Any) -> TranscriptReported:  # noqa: ANN401 - any field
    """The words of Ann's call can be read."""
    report = TranscriptReported(
        stamp=stamp(1),
        reported_at=minute(1),
        call_id="ACx2",
        state=ProcessingState.COMPLETED,
        dialogue=(Utterance(speaker=ANN, text=text),),
    )
    return attrs.evolve(report, **fields)


def summary_reported(text: str = WORDS, **fields: Any) -> SummaryReported:  # noqa: ANN401 - any field
    """The summary of Ann's call can be read."""
    report = SummaryReported(
        stamp=stamp(1),
        reported_at=minute(1),
        call_id="ACx2",
        state=ProcessingState.COMPLETED,
        summary=(text,),
    )
    return attrs.evolve(report, **fields)


def test_an_incoming_text_is_to_be_read_at_once() -> None:
    """The follow-up names the item, and goes by the id that an erasure looks for."""
    desk = WorkingSet()
    report = message_reported(text=WORDS)
    route(report, desk, CAUSE)

    want_reading(report, desk, CAUSE)

    (message,) = desk.messages.values()
    (follow_up,) = desk.follow_ups
    assert (follow_up.kind, follow_up.subject, follow_up.priority) == (EXTRACT, "ACx1", Priority.STANDARD)
    assert follow_up.details == {KIND: SourceKind.MESSAGE, ITEM: message.id}
    assert (follow_up.created_at, follow_up.due_at) == (NOON, NOON)


@pytest.mark.parametrize(
    "report",
    [
        message_reported(direction=Direction.OUTGOING),
        message_reported(text=None),
        message_reported(text="+1 :-)"),
        call_reported(),
        contact_reported(),
        voicemail_reported(),
        voicemail_reported(direction=Direction.OUTGOING, transcript=WORDS),
        RecordingsReported(stamp=stamp(), reported_at=NOON, call_id="ACx2", recordings=()),
    ],
    ids=lambda report: type(report).__name__,
)
def test_what_has_no_words_is_not(report: Report) -> None:
    """Our own texts, pictures, calls and recordings give nothing to read."""
    assert wanted(report) == []


@pytest.mark.parametrize("state", [None, *ProcessingState])
def test_parts_are_to_be_read_when_complete(state: ProcessingState | None) -> None:
    """An announcement of a transcript or a summary has no words yet."""
    found = kinds(call_reported(), transcript_reported(state=state), summary_reported(state=state))

    assert found == (["summary", "transcript"] if state is ProcessingState.COMPLETED else [])


def test_a_part_waits_for_its_call() -> None:
    """Before it is known who called, nobody can tell whose words they are."""
    parts: list[Report] = [transcript_reported(), summary_reported(), voicemail_reported(transcript=WORDS)]

    assert wanted(*parts) == []
    assert kinds(*parts, call_reported()) == ["summary", "transcript", "voicemail"]


def test_in_every_order_the_same_is_to_be_read() -> None:
    """Whatever comes first and however often, each text is one follow-up."""
    reports: list[Report] = [
        call_reported(),
        transcript_reported(),
        summary_reported(),
        voicemail_reported(transcript=WORDS),
        message_reported(text=WORDS),
    ]

    found = {frozenset(each.id for each in wanted(*order, *order)) for order in permutations(reports)}

    (ids,) = found
    assert len(ids) == 4


def test_a_voicemail_without_a_call_is_to_be_read() -> None:
    """It brings its own numbers, so that nothing is waited for."""
    alone = voicemail_reported(call_openphone_id=None, transcript=WORDS)
    stranger = voicemail_reported(call_openphone_id=None, activity_id="ACx9", transcript=WORDS)

    assert kinds(alone) == ["voicemail"]
    assert kinds(alone, stranger) == ["voicemail", "voicemail"]


def test_a_corrected_text_is_to_be_read_anew() -> None:
    """Other words of the same item are another follow-up; another status is not."""
    first = message_reported(text="I am An")
    seen = message_reported(1, text="I am An", status="received")
    corrected = message_reported(2, text="I am Ann")

    found = wanted(first, seen, corrected)

    assert len(found) == 3
    assert found[0].id == found[1].id != found[2].id
    assert found[0].details == found[2].details


def test_the_same_words_of_two_items_are_two_follow_ups() -> None:
    """Each is about whoever said it."""
    found = wanted(message_reported(openphone_id="ACx4"), message_reported(openphone_id="ACx5"))

    assert len({each.id for each in found}) == 2


def test_ids_are_derived_from_the_item_and_its_words() -> None:
    """Whoever makes the follow-up anew, say when events are replayed, makes the same."""
    (follow_up,) = wanted(message_reported(text="I am Ann"))

    digest = "8b1ed277fcdfc8f5"
    assert follow_up.id == follow_up_id(EXTRACT, follow_up.details[ITEM], digest)


def test_what_was_not_taken_in_gives_nothing_to_read() -> None:
    """A report of a call that the handlers did not put away is passed over."""
    desk = WorkingSet()

    want_reading(transcript_reported(), desk, CAUSE)

    assert desk.follow_ups == []
