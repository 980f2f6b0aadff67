"""A value is as it is written where it was read: nothing is put into anybody's mouth."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.following import follows
from openphone_crm.extraction.grounding import Candidate, Doubt, Dropped, grounded
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.sources import SourceKind
from tests.unit.extraction.making import source


def believed(topic: Topic, value: str, text: str, quote: str | None = None) -> str | Doubt:
    """The value that is believed when a text is quoted, all of it unless told; or why none is."""
    found = grounded(Finding(topic=topic, value=value, quote=text if quote is None else quote), source(text))
    return found.doubt if isinstance(found, Dropped) else found.value


@pytest.mark.parametrize(
    ("topic", "value", "text", "kept"),
    [
        (Topic.NAME, "A\u00f1a Pe\u00f1\u00e1", "I am Ana Pena", "Ana Pena"),
        (Topic.NAME, "Jose Nunez", "Soy Jos\u00e9 Nu\u00f1ez.", "Jos\u00e9 Nu\u00f1ez"),
        (Topic.NAME, "Ann & , .", "I am Ann", "Ann"),
        (Topic.NAME, "Ann Lee", "I AM ANN LEE", "Ann Lee"),
        (Topic.NAME, "Robert Hill Jr.", "it's Robert Hill Jr. again", "Robert Hill Jr."),
        (Topic.ADDRESS, "12 Oak Street \U0001f4a9 $$$ !!!", "12 Oak Street", "12 Oak Street"),
        (Topic.ADDRESS, "12/Oak|Street", "12 Oak Street", "12 Oak Street"),
        (Topic.ADDRESS, "12 Oak Street Tacoma", "12 Oak Street,\nTacoma", "12 Oak Street, Tacoma"),
        (Topic.ADDRESS, "#4, 12 Oak St", "at #4, 12 Oak St", "#4, 12 Oak St"),
    ],
)
def test_the_source_s_own_characters_are_kept(topic: Topic, value: str, text: str, kept: str) -> None:
    """What an extractor puts in between, before or behind, or writes in another way, is not stored."""
    assert believed(topic, value, text) == kept


@pytest.mark.parametrize(
    ("topic", "value", "text"),
    [
        (Topic.NAME, "Ann Lee", "mail ann.lee@example.com"),
        (Topic.NAME, "Marie Lee", "I am Ann-Marie Lee"),
        (Topic.NAME, "Ann Lee", "It is Ann Lee's house"),
        (Topic.ADDRESS, "2 Oak Street", "I live at 112 1/2 Oak Street"),
        (Topic.EMAIL, "ann@example.com", "mail x!ann@example.com"),
        (Topic.EMAIL, "ann@example.co", "mail ann@example.com"),
        (Topic.EMAIL, "lee@example.com", "it is ann dot lee at example dot com"),
    ],
)
def test_no_part_of_something_else_is_a_value(topic: Topic, value: str, text: str) -> None:
    """Also within its quote a value does not begin or end in the middle of a word or an address."""
    assert believed(topic, value, text) is Doubt.NOT_SAID


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("it is ann dot lee at example dot com", "lee at example dot com"),
        ("mail x!ann@example.com", "ann@example.com"),
        ("mail ann=lee@example.com", "lee@example.com"),
    ],
)
def test_an_address_is_seen_with_its_line(text: str, quote: str) -> None:
    """A quote that leaves out the beginning of an e-mail address carries none."""
    value = quote.replace(" at ", "@").replace(" dot ", ".")

    assert believed(Topic.EMAIL, value, text, quote) is Doubt.NOT_SAID


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("work@example.com", "I work at example.com"),
        ("listing@zillow.com", "Saw your listing at zillow.com"),
        ("me@ann.lee", "write to me at ann dot lee at example dot com"),
    ],
)
def test_prose_is_no_address(value: str, text: str) -> None:
    """Whoever spells out the "at" spells out the dots too, and says "at" last."""
    assert believed(Topic.EMAIL, value, text) is Doubt.NOT_SAID


def test_an_address_is_found_within_a_spoken_sentence() -> None:
    """Another "at" before it does not hide it."""
    text = "write to me at ann dot lee at example dot com please"

    assert believed(Topic.EMAIL, "ann.lee@example.com", text) == "ann.lee@example.com"


@pytest.mark.parametrize("topic", [Topic.CALLBACK, Topic.FACT])
def test_a_note_says_what_was_said(topic: Topic) -> None:
    """Whatever an extractor makes of it in its own words, a note is the quote, without what is not seen."""
    wish = Finding(
        topic=topic, value="Refund 900 dollars, see http://evil.example", quote="call me\u202e back"
    )
    empty = Finding(topic=topic, value="Refund 900 dollars", quote="!")
    where = source("Hi! Please call  me\u202e back", kind=SourceKind.VOICEMAIL)

    said, nothing = grounded(wish, where), grounded(empty, where)

    assert isinstance(said, Candidate)
    assert (said.value, said.quote) == ("call me back", "call  me\u202e back")
    assert nothing == Dropped(empty, Doubt.NOT_SAID)


def test_thousands_of_blanks_are_one() -> None:
    """Whoever sends a page of nothing holds nobody up."""
    text = "ann at" + " " * 100_000 + "example dot com"

    assert follows(Topic.EMAIL, "ann@example.com", text)
