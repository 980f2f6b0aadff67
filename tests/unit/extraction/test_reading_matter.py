"""What is read of a thing, and whose contact it may change."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pytest

from openphone_crm.crm import Call, Transcript
from openphone_crm.events import Direction, ProcessingState, Utterance
from openphone_crm.extraction.grounding import Candidate, Doubt, Dropped, grounded
from openphone_crm.extraction.reading_matter import (
    matter_of_message,
    matter_of_summary,
    matter_of_transcript,
    matter_of_voicemail,
)
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.testing import builders as make

ANN, BEN, OURS = make.ANN, make.BEN, make.OUR_NUMBER


def transcript(*said: tuple[str | None, str]) -> Transcript:
    """Make a completed transcript of these lines, a second each."""
    lines = tuple(
        Utterance(speaker=speaker, text=text, start=second, end=second + 1)
        for second, (speaker, text) in enumerate(said)
    )
    return make.transcript(make.call(), state=ProcessingState.COMPLETED, dialogue=lines)


CALL = make.call(direction=Direction.INCOMING, from_number=ANN, to_numbers=(OURS,))


def read(
    said: Sequence[tuple[str | None, str]], parties: Sequence[str] = (ANN,), ours: Sequence[str] = ()
) -> Source:
    """What is read of a transcript, which must be something."""
    found = matter_of_transcript(transcript(*said), CALL, parties, ours)
    assert found is not None
    return found


def test_an_incoming_text_is_read() -> None:
    """Its sender's contact may be changed, also in a group."""
    message = make.message("hi", direction=Direction.INCOMING, from_number=ANN, text="I am Ann\n\nhi")

    found = matter_of_message(message)

    assert found is not None
    assert (found.kind, found.id, found.contact_number) == (SourceKind.MESSAGE, message.id, ANN)
    assert found.text == message.text


@pytest.mark.parametrize(
    "text", ["Hi\n\n  I am Ann Lee\n", "Hi\r\n\r\n\tI am Ann Lee", " \u2028I am Ann Lee"]
)
def test_places_are_those_of_the_text_as_it_came(text: str) -> None:
    """Empty lines, and whatever else is white, count among the characters before a quote."""
    source = matter_of_message(make.message("hi", direction=Direction.INCOMING, from_number=ANN, text=text))
    assert source is not None

    found = grounded(Finding(topic=Topic.NAME, value="Ann Lee", quote="Ann Lee"), source)

    assert isinstance(found, Candidate)
    assert text[found.start : found.end] == "Ann Lee"


@pytest.mark.parametrize(
    "changed",
    [
        {"direction": Direction.OUTGOING},
        {"direction": None},
        {"text": None},
        {"text": ""},
        {"text": " 12 \U0001f44d !"},
    ],
)
def test_nothing_to_read(changed: dict[str, object]) -> None:
    """What we wrote ourselves, and what holds no letter, is not read."""
    message = make.message("hi", **{"direction": Direction.INCOMING, "text": "I am Ann", **changed})

    assert matter_of_message(message) is None


def test_a_sender_without_a_number_is_no_contact() -> None:
    """The text of a short code may be noted, and changes nobody's contact."""
    message = make.message("hi", direction=Direction.INCOMING, from_number="72975", text="Your code")

    found = matter_of_message(message)

    assert found is not None
    assert found.contact_number is None


def test_who_speaks_in_a_call() -> None:
    """A user id is one of us, and so is whoever speaks from the number that was called."""
    found = read([("USshop1", "hello"), (OURS, "the shop"), (ANN, "I am Ann"), (None, "hm")])

    assert [line.is_ours for line in found.lines] == [True, True, False, None]
    assert found.contact_number == ANN


@pytest.mark.parametrize("number", [OURS, ANN, BEN])
def test_one_of_us_is_no_contact_whatever_their_number(number: str) -> None:
    """In a call between two of our own numbers nobody is outside, though each has a number."""
    line = Utterance(speaker=number, text="I am Stan Staff", is_ours=True)
    call = make.transcript(CALL, state=ProcessingState.COMPLETED, dialogue=(line,))

    found = matter_of_transcript(call, CALL, [ANN])

    assert found is not None
    assert (found.contact_number, [line.is_ours for line in found.lines]) == (None, [True])


def test_our_other_numbers_are_ours() -> None:
    """Whoever takes part from another of our own numbers is none of the outside speakers."""
    found = read([(ANN, "I am Ann"), (BEN, "I am Ben")], [ANN, BEN], ours=[BEN])

    assert [line.is_ours for line in found.lines] == [False, True]
    assert found.contact_number == ANN


@pytest.mark.parametrize("speaker", [BEN, "Anonymous"])
def test_a_speaker_of_whom_nobody_knows_is_not_taken_for_one_of_us(speaker: str) -> None:
    """The log says that nobody's contact may be written, or that nobody knows who spoke."""
    found = read([(speaker, "I am Ben")])

    belief = grounded(Finding(topic=Topic.NAME, value="Ben", quote="I am Ben"), found)

    assert found.contact_number is None
    assert belief != Dropped(Finding(topic=Topic.NAME, value="Ben", quote="I am Ben"), Doubt.OURS)


def test_somebody_unknown_beside_the_customer_is_a_second_speaker() -> None:
    """Who of the two a name belongs to nobody can tell."""
    found = read([(ANN, "I am Ann"), (BEN, "and I am Ben")])

    assert [line.is_ours for line in found.lines] == [False, False]
    assert found.contact_number is None


def test_several_outside_speakers_are_nobody_s_contact() -> None:
    """Who of two a name belongs to nobody can tell."""
    found = read([(ANN, "I am Ann"), (BEN, "and Ben")], [ANN, BEN])

    assert found.contact_number is None


def test_without_parties_a_number_may_be_anybody_s() -> None:
    """A number is taken for nobody's as long as it is not known who took part."""
    found = read([(ANN, "I am Ann"), ("USshop1", "hello")], [])

    assert [line.is_ours for line in found.lines] == [None, True]
    assert found.contact_number is None


def test_a_line_stays_a_line() -> None:
    """Line breaks in what one speaker said make no line of another."""
    found = read([(ANN, "I am\nAnn"), ("USshop1", "  ")])

    assert found.text == "I am Ann"
    assert [(line.start, line.speaker) for line in found.lines] == [(0, ANN)]


@pytest.mark.parametrize("state", [None, ProcessingState.IN_PROGRESS, ProcessingState.FAILED])
def test_what_is_not_completed_is_not_read(state: ProcessingState | None) -> None:
    """A transcript or a summary is read once it is whole."""
    unfinished = attrs.evolve(transcript((ANN, "I am Ann")), state=state)
    summary = make.summary(make.call(), state=state, summary=("Ann called",))

    assert matter_of_transcript(unfinished, None, [ANN]) is None
    assert matter_of_summary(summary, None, [ANN]) is None


def test_a_summary_is_of_the_one_who_called() -> None:
    """Summary and next steps are read; with several parties nobody's contact is changed."""
    summary = make.summary(
        make.call(), state=ProcessingState.COMPLETED, summary=("Ann called", "..."), next_steps=("Call back",)
    )

    one, several = (matter_of_summary(summary, None, parties) for parties in ([ANN], [ANN, BEN]))

    assert one is not None
    assert several is not None
    assert (one.text, one.contact_number, several.contact_number) == ("Ann called\n...\nCall back", ANN, None)


def _call(direction: Direction) -> Call:
    return make.call("call", direction=direction, from_number=ANN)


@pytest.mark.parametrize(
    ("call", "is_read"), [(None, True), (Direction.INCOMING, True), (Direction.OUTGOING, False)]
)
def test_a_voicemail_that_was_left_for_us_is_read(call: Direction | None, *, is_read: bool) -> None:
    """What the caller said is read; what one of us said on somebody's machine is not."""
    voicemail = make.voicemail(None, transcript="It is Ann", from_number=ANN, direction=None)

    found = matter_of_voicemail(voicemail, _call(call) if call else None)

    assert (found is not None) is is_read
    assert found is None or (found.text, found.contact_number) == ("It is Ann", ANN)
