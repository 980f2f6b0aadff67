"""A quote stands in a source whole, or not at all."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.grounding import MOST_PLACES, Candidate, Doubt, Dropped, grounded
from openphone_crm.extraction.quoting import Place, places_of
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.sources import SourceKind, SourceLine
from tests.unit.extraction.making import source


def quoted(quote: str, *lines: str, kind: SourceKind = SourceKind.MESSAGE) -> list[str]:
    """What stands in the text of these lines wherever the quote does."""
    where = source(*lines, kind=kind)
    return [where.text[place.start : place.end] for place in places_of(quote, where)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("mail joann.lee@example.com", "ann.lee@example.com"),
        ("mail joann.lee@example.com", "lee@example.com"),
        ("mail ann@bank.com.evil.example", "ann@bank.com"),
        ("mail ann@bank.com-evil.example", "ann@bank.com"),
        ("mail joe+ann@example.com", "ann@example.com"),
        ("mail joe_ann@example.com", "ann@example.com"),
        ("mail ann@example.com", "@example.com"),
        ("I am Joann Leeds", "ann Lee"),
        ("I am Ann-Marie", "Ann"),
        ("I am Pat O'Neil", "Neil"),
        ("I am Pat O\u2019Neil", "Neil"),
        ("I live at 112 Oak Street", "12 Oak Street"),
        ("I live at 12 Oak Streetcar Lane", "12 Oak Street"),
        ("I live at 112 1/2 Oak Street", "2 Oak Street"),
        ("I live at 1,200 Oak Street", "200 Oak Street"),
        ("I live at 12\u201314 Oak Street", "14 Oak Street"),
        ("I am Jose\u0301", "Jose"),
        ("I am Jo\u200bAnn", "Ann"),
    ],
)
def test_nothing_is_cut_in_two(text: str, quote: str) -> None:
    """Where letters, digits or an e-mail address go on, the quote does not stand."""
    assert quoted(quote, text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("I am Ann.", "Ann"),
        ("I am Ann, hi", "Ann"),
        ("(Ann)", "Ann"),
        ("I am Ann\u2014call me", "Ann"),
        ("I am Ann...call me", "Ann"),
        ("it's 'Ann'", "Ann"),
        ("mailto:ann@example.com.", "ann@example.com"),
        ("<ann@example.com>", "ann@example.com"),
        ("3 rooms, 12 Oak Street", "12 Oak Street"),
        ("ann ann joann", "ann ann"),
        ("joann ann ann", "ann ann"),
    ],
)
def test_what_stands_by_itself_is_found(text: str, quote: str) -> None:
    """The end of a sentence, brackets and quotation marks are no part of a word."""
    assert quoted(quote, text) == [quote]


def test_every_place_is_found() -> None:
    """From the first to the last."""
    places = list(places_of("ann", source("Ann and ann", "ANN")))

    assert places == [Place(0, 3), Place(8, 11), Place(12, 15)]


def test_lines_of_a_call_are_apart() -> None:
    """What two people said is no quote of either; it is one in what one person wrote."""
    lines = ("I am Ann", "Lee is my dog")

    found = {kind: quoted("Ann Lee", *lines, kind=kind) for kind in SourceKind}

    assert found == {
        SourceKind.MESSAGE: ["Ann\nLee"],
        SourceKind.VOICEMAIL: ["Ann\nLee"],
        SourceKind.TRANSCRIPT: [],
        SourceKind.SUMMARY: [],
    }


def test_nobody_looks_at_a_word_that_is_everywhere() -> None:
    """A passage that stands in more places than enough is looked at in the first ones only."""
    ours = [SourceLine(text="Ann", is_ours=True)] * MOST_PLACES
    call = source(*ours[1:], SourceLine(text="Ann", is_ours=False), kind=SourceKind.TRANSCRIPT)
    longer = source(*ours, SourceLine(text="Ann", is_ours=False), kind=SourceKind.TRANSCRIPT)
    finding = Finding(topic=Topic.NAME, value="Ann", quote="Ann")

    near, far = grounded(finding, call), grounded(finding, longer)

    assert isinstance(near, Candidate)
    assert far == Dropped(finding, Doubt.OURS)


def test_a_source_is_put_together_once() -> None:
    """Its text, of which every place is asked, is not joined anew each time."""
    where = source("I am Ann", "", "hi")

    assert where.text is where.text
    assert [where.line_at(place) for place in (0, 8, 9, 10, 12)] == [
        where.lines[0],
        None,
        None,
        where.lines[2],
        None,
    ]
