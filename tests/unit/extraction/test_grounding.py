"""Only what stands in the source is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.extraction.grounding import Candidate, Doubt, Dropped, grounded
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from tests.unit.extraction.making import source

TEXTS = st.text(max_size=80)


def read(topic: Topic, value: str, quote: str, where: Source) -> Candidate | Dropped:
    """Ground a finding."""
    return grounded(Finding(topic=topic, value=value, quote=quote), where)


def doubt_of(found: Candidate | Dropped) -> Doubt | None:
    """Why it was dropped; None when it was not."""
    return found.doubt if isinstance(found, Dropped) else None


def test_a_value_that_is_said_is_believed() -> None:
    """The candidate holds the quote and its place in the source, to the character."""
    text = source("Hi, this is Ann Lee from next door")

    found = read(Topic.NAME, "Ann Lee", "this is Ann Lee", text)

    assert isinstance(found, Candidate)
    assert (found.value, found.quote, found.start, found.end) == ("Ann Lee", "this is Ann Lee", 4, 19)
    assert text.text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("THIS IS ANN LEE", "this is ann lee"),
        ("this   is\tAnn Lee", "this is Ann Lee"),
        ("it\u2019s Ann Lee \u2014 hello", "it's Ann Lee - hello"),
    ],
)
def test_the_quote_is_the_source_s_own(text: str, quote: str) -> None:
    """An extractor may differ in case, spaces and quotation marks; what is kept is what was written."""
    found = read(Topic.NAME, "Ann Lee", quote, source(text))

    assert isinstance(found, Candidate)
    assert found.quote in text


@pytest.mark.parametrize(
    ("topic", "value", "quote", "doubt"),
    [
        (Topic.NAME, "Bob Ray", "this is Bob Ray", Doubt.NO_QUOTE),
        (Topic.NAME, "Bob Ray", "this is Ann Lee", Doubt.NOT_SAID),
        (Topic.NAME, "Ann Marie Lee", "this is Ann Lee", Doubt.NOT_SAID),
        (Topic.NAME, "Lee Ann", "this is Ann Lee", Doubt.NOT_SAID),
        (Topic.NAME, "An", "this is Ann Lee", Doubt.NOT_SAID),
        (Topic.NAME, "", "this is Ann Lee", Doubt.ODD),
        (Topic.NAME, "...", "this is Ann Lee", Doubt.ODD),
        (Topic.NAME, "Ann<script>", "this is Ann Lee", Doubt.ODD),
        (Topic.NAME, "'); DROP TABLE contacts; --", "'); DROP TABLE contacts; --", Doubt.ODD),
        (Topic.NAME, "None", "this is None", Doubt.ODD),
        (Topic.ADDRESS, "N/A", "N/A", Doubt.ODD),
        (Topic.NAME, "Ann\u202eLee", "this is Ann Lee", Doubt.ODD),
        (Topic.NAME, "Ann Lee", "", Doubt.NO_QUOTE),
        (Topic.EMAIL, "ann@example.com", "this is Ann Lee", Doubt.NOT_SAID),
        (Topic.EMAIL, "Ann Lee", "this is Ann Lee", Doubt.FORM),
        (Topic.NAME, "this", "this is Ann Lee", Doubt.FORM),
        (Topic.ADDRESS, "Ann Lee", "this is Ann Lee", Doubt.FORM),
        (Topic.NAME, "Ann " * 60, "this is Ann Lee", Doubt.TOO_LONG),
        (Topic.FACT, "x" * 501, "this is Ann Lee", Doubt.TOO_LONG),
        (Topic.NAME, "Ann", "this is Ann Lee" * 40, Doubt.TOO_LONG),
    ],
)
def test_what_is_made_up_is_dropped(topic: Topic, value: str, quote: str, doubt: Doubt) -> None:
    """A quote that is not there, or that does not carry the value, is worth nothing."""
    found = read(topic, value, quote, source("Hi, this is Ann Lee"))

    assert doubt_of(found) is doubt


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mail Ann@Example.com please", "ann@example.com"),
        ("it is ann at example dot com", "ann@example.com"),
        ("ann dot lee at example dot org", "ann.lee@example.org"),
        ("es ana arroba example punto com", "ana@example.com"),
    ],
)
def test_an_address_that_is_written_or_spoken(text: str, value: str) -> None:
    """An e-mail address counts as said when it is spelt out in words, and is kept in small letters."""
    found = read(Topic.EMAIL, value, text, source(text))

    assert isinstance(found, Candidate)
    assert found.value == value


def test_a_value_is_not_put_together_from_two_lines() -> None:
    """What two people said one after the other is nobody's name."""
    ann, dog = (SourceLine(text=text, is_ours=False) for text in ("I am Ann", "Lee is my dog"))
    call = source(ann, dog, kind=SourceKind.TRANSCRIPT)

    found = read(Topic.NAME, "Ann Lee", "Ann Lee", call)

    assert doubt_of(found) is Doubt.NO_QUOTE


def test_an_address_may_take_two_lines() -> None:
    """What one person has written in one go may be quoted over the end of a line."""
    found = read(Topic.ADDRESS, "1 Oak St Tacoma", "1 Oak St Tacoma", source("1 Oak St", "Tacoma, thanks"))

    assert isinstance(found, Candidate)
    assert found.quote == "1 Oak St\nTacoma"


def test_our_own_people_never_become_the_contact() -> None:
    """A name that was said by one of us is dropped, and one that the customer said is kept."""
    call = source(
        SourceLine(text="Hello, this is Cara", speaker="USshop1", is_ours=True, start=0),
        SourceLine(text="this is Ann", speaker="+14255550111", is_ours=False, start=4.5),
        kind=SourceKind.TRANSCRIPT,
    )

    ours, theirs = (read(Topic.NAME, name, f"this is {name}", call) for name in ("Cara", "Ann"))

    assert doubt_of(ours) is Doubt.OURS
    assert isinstance(theirs, Candidate)
    assert (theirs.second, theirs.speaker) == (4.5, "+14255550111")


def test_whoever_is_not_known_may_be_one_of_us() -> None:
    """In a call a line of an unknown speaker changes no contact, but may be noted."""
    call = source(SourceLine(text="this is Ann, call me back", start=1), kind=SourceKind.TRANSCRIPT)

    name = read(Topic.NAME, "Ann", "this is Ann", call)
    note = read(Topic.CALLBACK, "Wants to be called", "call me back", call)

    assert doubt_of(name) is Doubt.SOMEBODY
    assert isinstance(note, Candidate)


def test_what_both_said_is_taken_from_the_customer() -> None:
    """A passage that stands in several lines counts where the customer said it."""
    call = source(
        SourceLine(text="is it Ann Lee?", speaker="USshop1", is_ours=True, start=0),
        SourceLine(text="yes Ann Lee", speaker="+14255550111", is_ours=False, start=2),
        kind=SourceKind.TRANSCRIPT,
    )

    found = read(Topic.NAME, "Ann Lee", "Ann Lee", call)

    assert isinstance(found, Candidate)
    assert found.second == 2


@given(
    topic=st.sampled_from([topic for topic in Topic if topic.is_field]), value=TEXTS, quote=TEXTS, text=TEXTS
)
def test_nothing_is_believed_that_is_not_there(topic: Topic, value: str, quote: str, text: str) -> None:
    """Whatever an extractor says of whatever text: what is believed stands in it at its place."""
    found = read(topic, value, quote, source(text))

    if isinstance(found, Candidate):
        assert text[found.start : found.end] == found.quote != ""
