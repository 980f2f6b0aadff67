"""Quotes in what was said around them."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from openphone_crm.extraction.contexts import LONGEST_AROUND, ContextLine, context_of
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.testing import builders as make


def source(*lines: str, kind: SourceKind = SourceKind.MESSAGE) -> Source:
    """Say something, line by line."""
    return Source(
        kind=kind,
        id=make.item_id("source"),
        openphone_id="ACx1",
        occurred_at=make.NOON,
        lines=tuple(
            SourceLine(text=line, start=float(number), is_ours=number % 2 == 0)
            for number, line in enumerate(lines)
        ),
    )


def written(lines: tuple[ContextLine, ...]) -> list[str]:
    """Write the lines with the quote in brackets."""
    return [
        "".join(f"[{part.text}]" if part.is_quote else part.text for part in line.fragments) for line in lines
    ]


def test_a_quote_is_marked_where_it_stands() -> None:
    """What stands before and after it is shown too."""
    shown = context_of(source("Hi, I am Ann Lee, bye"), "I am Ann Lee")

    assert written(shown) == ["Hi, [I am Ann Lee], bye"]


def test_of_several_places_the_one_that_was_read_is_marked() -> None:
    """Where the place does not hold the quote any more, the first one is."""
    said = source("Ann, this is Ann")

    assert written(context_of(said, "ann", start=13, end=16)) == ["Ann, this is [Ann]"]
    assert written(context_of(said, "Ann", start=2, end=5)) == ["[Ann], this is Ann"]
    assert written(context_of(said, "Ann", start=900, end=903)) == ["[Ann], this is Ann"]


def test_what_is_not_said_has_no_context() -> None:
    """A text that was changed since does not hold its quote."""
    assert context_of(source("Hi"), "I am Ann") == ()
    assert context_of(source("Hi"), "") == ()


def test_lines_around_are_shown() -> None:
    """Two before and two after, without empty ones, each with its speaker and second."""
    said = source("0", "1", "", "3", "Ann", "5", "6", "7", kind=SourceKind.TRANSCRIPT)

    shown = context_of(said, "Ann")

    assert written(shown) == ["3", "[Ann]", "5", "6"]
    assert [(line.start, line.is_ours, line.is_quoted) for line in shown][:2] == [
        (3.0, False, False),
        (4.0, True, True),
    ]


def test_a_quote_may_take_two_lines() -> None:
    """An address in a text often does; both are marked."""
    assert written(context_of(source("at 12 Oak St", "Kent, please"), "12 Oak St Kent")) == [
        "at [12 Oak St]",
        "[Kent], please",
    ]


def test_long_lines_are_cut() -> None:
    """What is far from the quote is left out, and the quote never."""
    shown = context_of(source("x " * 500 + "Ann" + " y" * 500), "Ann")

    (line,) = shown
    before, quote, after = line.fragments
    assert (before.text[0], quote.text, after.text[-1]) == ("\u2026", "Ann", "\u2026")
    assert len(before.text) == len(after.text) == LONGEST_AROUND + 1


@given(st.lists(st.from_regex(r"[a-z ]{0,20}", fullmatch=True), min_size=1, max_size=6), st.data())
def test_whatever_was_read_is_marked_whole(lines: list[str], data: st.DataObject) -> None:
    """The marked fragments are the place that was read, line by line."""
    said = source(*lines)
    start = data.draw(st.integers(0, len(said.text)))
    end = data.draw(st.integers(start, len(said.text)))
    quote = said.text[start:end]
    assume(quote.strip())

    shown = context_of(said, quote, start=start, end=end)

    marked = " ".join(part.text for line in shown for part in line.fragments if part.is_quote)
    assert marked.split() == quote.split()
