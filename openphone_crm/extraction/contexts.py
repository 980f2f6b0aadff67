"""A quote where it was said: the lines around it, with the quote marked in them."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import attrs

from openphone_crm.extraction.quoting import Place, places_of
from openphone_crm.extraction.sources import Source

AROUND: Final = 2
"""So many lines are shown before and after those that hold the quote."""
LONGEST_AROUND: Final = 240
"""So many characters are shown before and after the quote in its line."""
_CUT: Final = "\u2026"


@attrs.frozen
class Fragment:
    """A part of a line; `is_quote` when it is what was quoted."""

    text: str
    is_quote: bool = False


@attrs.frozen(kw_only=True)
class ContextLine:
    """A line of a source, in fragments; `start` is its second in the call, where that is known."""

    fragments: tuple[Fragment, ...]
    speaker: str | None = None
    is_ours: bool | None = None
    start: float | None = None

    @property
    def is_quoted(self) -> bool:
        """Whether the quote stands in it, or a part of the quote."""
        return any(fragment.is_quote for fragment in self.fragments)


def context_of(
    source: Source, quote: str, *, start: int | None = None, end: int | None = None
) -> tuple[ContextLine, ...]:
    """
    The lines around a quote; none where the source does not say so any more.

    `start` and `end` are where it stood when it was read: of several places they tell which one is meant.
    """
    place = _place(source, quote, start, end)
    if place is None:
        return ()
    first, last = _line_at(source, place.start), _line_at(source, place.end - 1)
    shown = range(max(0, first - AROUND), min(len(source.lines), last + AROUND + 1))
    return tuple(_line(source, number, place) for number in shown if source.lines[number].text.strip())


def _place(source: Source, quote: str, start: int | None, end: int | None) -> Place | None:
    if start is not None and end is not None and 0 <= start < end <= len(source.text):
        found = source.text[start:end]
        if found.casefold().split() == quote.casefold().split():
            return Place(start, end)
    return next(places_of(quote, source), None)


def _line_at(source: Source, position: int) -> int:
    return bisect_right(source.starts, position) - 1


def _line(source: Source, number: int, place: Place) -> ContextLine:
    line, offset = source.lines[number], source.starts[number]
    begin, end = (min(max(at - offset, 0), len(line.text)) for at in (place.start, place.end))
    # In a line without the quote, all of it stands after that.
    parts = (
        Fragment(_ending(line.text[:begin]) if begin < end else ""),
        Fragment(line.text[begin:end], is_quote=True),
        Fragment(_beginning(line.text[end:] if begin < end else line.text)),
    )
    return ContextLine(
        fragments=tuple(part for part in parts if part.text),
        speaker=line.speaker,
        is_ours=line.is_ours,
        start=line.start,
    )


def _beginning(text: str) -> str:
    return text if len(text) <= LONGEST_AROUND else text[:LONGEST_AROUND] + _CUT


def _ending(text: str) -> str:
    return text if len(text) <= LONGEST_AROUND else _CUT + text[-LONGEST_AROUND:]
