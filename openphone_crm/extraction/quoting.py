"""Where a quote stands in a source: never in the middle of a word, a number or an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from openphone_crm.extraction.sources import Source, SourceKind

# What people and keyboards write in several ways.
_ALIKE: Final = {
    sign: f"[{re.escape(signs)}]"
    for signs in ("'\u2018\u2019\u201a", '"\u201c\u201d\u201e', "-\u2010\u2011\u2012\u2013\u2014")
    for sign in signs
}
# Whatever a word goes on with: letters, accents that stand behind theirs, and what is not seen.
_LETTER = "[\\w\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
# What joins the parts of names, numbers and addresses; people put a long dash between sentences.
_JOINT = "[@.+/'\u2019\u2010-\u2013-]"
_INSIDE = (
    rf"(?:(?<={_LETTER})(?={_JOINT}?{_LETTER})|(?<={_LETTER}{_JOINT})(?={_LETTER})"
    r"|(?<=\d)(?=,\d)|(?<=\d,)(?=\d))"
)
_CUT: Final = re.compile(_INSIDE)
# What one person has written or said in one go: an address, say, often takes two lines.
_OF_ONE_PIECE: Final = (SourceKind.MESSAGE, SourceKind.VOICEMAIL)


@attrs.frozen
class Place:
    """From which character of a text to which one."""

    start: int
    end: int


def places_of(quote: str, source: Source) -> Iterator[Place]:
    """
    Where the quote stands, from first to last; within a line, where each line is something of its own.

    Case, white space and kinds of quotation marks and dashes may differ.
    """
    wanted = quote.split()
    if not wanted:
        return
    words = ("".join(_ALIKE.get(letter, re.escape(letter)) for letter in word) for word in wanted)
    said = r"\s++".join(words)
    pattern = re.compile(f"(?!{_INSIDE}){said}(?!{_INSIDE})", re.IGNORECASE)
    for piece in _pieces(source):
        for found in pattern.finditer(source.text, piece.start, piece.end):
            yield Place(found.start(), found.end())


def cuts(text: str, place: Place) -> bool:
    """
    Whether the place begins or ends in the middle of something.

    >>> cuts("joann.lee", Place(6, 9)), cuts("jo ann, lee", Place(3, 6))
    (True, False)
    """
    return any(_CUT.match(text, end) for end in (place.start, place.end))


def _pieces(source: Source) -> Iterator[Place]:
    """What a quote may not reach beyond."""
    if source.kind in _OF_ONE_PIECE:
        yield Place(0, len(source.text))
        return
    for line, start in zip(source.lines, source.starts, strict=True):
        yield Place(start, start + len(line.text))
