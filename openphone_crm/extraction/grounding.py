"""What of a reading is believed: only what stands in the source, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import assert_never

import attrs

from openphone_crm.extraction.comparing import words
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.ids import ItemId

LONGEST_VALUE = 200
LONGEST_NOTE = 500
LONGEST_QUOTE = 500

# One of each that people and keyboards write in several ways; each is one character, so that places stay.
_ALIKE = str.maketrans(
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014\u00a0", "'''\"\"\"----- "
)
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_SPOKEN = (
    (re.compile(r"\s+(?:at|arroba)\s+", re.IGNORECASE), "@"),
    (re.compile(r"\s+(?:dot|punto)\s+", re.IGNORECASE), "."),
    (re.compile(r"\s+(?:underscore|guion bajo)\s+", re.IGNORECASE), "_"),
    (re.compile(r"\s+(?:dash|hyphen|guion)\s+", re.IGNORECASE), "-"),
)
# Letters with their accents, and what stands between the parts of a name.
_NAME = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f .,'\u2019\u00b7&-])+")
_NO_ADDRESS = re.compile(r"[<>{}\[\]@\\=;]")
# What an extractor says that should have said nothing.
_NOTHING = {("none",), ("null",), ("n", "a"), ("na",), ("nil",), ("unknown",), ("undefined",), ("anonymous",)}
# What one person has written or said in one go: an address, say, often takes two lines.
_OF_ONE_PIECE = (SourceKind.MESSAGE, SourceKind.VOICEMAIL)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Doubt(StrEnum):
    """Why a finding is not believed; counted by this word."""

    NO_QUOTE = "quote not in the source"
    NOT_SAID = "value does not follow from the quote"
    TOO_LONG = "too long"
    ODD = "holds what no such value holds"
    OURS = "said by our own people"


@attrs.frozen(kw_only=True)
class Candidate:
    """
    Something that really stands in the source.

    `start` and `end` are the place of the quote among the source's characters; `second` is when it
    was said, for a call, and `speaker` by whom.
    """

    topic: Topic
    value: str
    quote: str
    start: int
    end: int
    source_kind: SourceKind
    source_id: ItemId
    second: float | None = None
    speaker: str | None = None


@attrs.frozen
class Dropped:
    """A finding that is not believed, and why."""

    finding: Finding
    doubt: Doubt


def grounded(finding: Finding, source: Source) -> Candidate | Dropped:
    """
    The finding as it stands in the source, or why it is dropped.

    The quote must stand in the source, in a call within what one person said in one go, and
    everything in the value must stand in the quote. Case, white space and kinds of quotation marks
    may differ in the quote that an extractor gives: the source's own characters are kept.
    """
    value = " ".join(finding.value.split())
    if doubt := _doubt_of_form(finding, value):
        return Dropped(finding, doubt)
    doubt = Doubt.NO_QUOTE
    for place in _places(finding.quote, source):
        quote = source.text[place.start : place.end]
        line = source.line_at(place.start)
        if line is None or not follows(finding.topic, value, quote):
            doubt = Doubt.NOT_SAID
        elif finding.topic.is_field and not _may_tell(line, source):
            doubt = Doubt.OURS
        else:
            return _candidate(finding.topic, value, place, line, source)
    return Dropped(finding, doubt)


def follows(topic: Topic, value: str, quote: str) -> bool:
    """
    Whether everything in the value is said in the quote, in the same order.

    >>> follows(Topic.NAME, "Ann Lee", "this is ann lee"), follows(Topic.NAME, "Ann Lee", "this is ann")
    (True, False)
    >>> follows(Topic.EMAIL, "ann@example.com", "it is ann at example dot com")
    True
    """
    match topic:
        case Topic.EMAIL:
            return value.casefold() in _emails_in(quote)
        case Topic.NAME | Topic.ADDRESS:
            return _stands_in(words(value), words(quote))
        case Topic.CALLBACK | Topic.FACT:
            # A note is in an extractor's own words: its quote is what a person reads.
            return True
        case _:
            assert_never(topic)


@attrs.frozen
class _Place:
    start: int
    end: int


def _doubt_of_form(finding: Finding, value: str) -> Doubt | None:
    longest = LONGEST_VALUE if finding.topic.is_field else LONGEST_NOTE
    if len(value) > longest or len(finding.quote) > LONGEST_QUOTE:
        return Doubt.TOO_LONG
    said = words(value)
    is_odd = _UNSEEN.search(value) or not said or not _has_form(finding.topic, value, said)
    return Doubt.ODD if is_odd else None


def _has_form(topic: Topic, value: str, said: tuple[str, ...]) -> bool:
    """Whether the value looks like one of its topic."""
    match topic:
        case Topic.NAME:
            return said not in _NOTHING and _NAME.fullmatch(value) is not None
        case Topic.EMAIL:
            return _EMAIL.fullmatch(value) is not None
        case Topic.ADDRESS:
            return said not in _NOTHING and not _NO_ADDRESS.search(value)
        case Topic.CALLBACK | Topic.FACT:
            return True
        case _:
            assert_never(topic)


def _places(quote: str, source: Source) -> Iterator[_Place]:
    """Where the quote stands: each place, and within a line where each line is something of its own."""
    wanted = quote.translate(_ALIKE).split()
    if not wanted:
        return
    gap = r"\s+" if source.kind in _OF_ONE_PIECE else r"[^\S\n]+"
    pattern = re.compile(gap.join(map(re.escape, wanted)), re.IGNORECASE)
    for found in pattern.finditer(source.text.translate(_ALIKE)):
        yield _Place(found.start(), found.end())


def _may_tell(line: SourceLine, source: Source) -> bool:
    """Whether what stands in this line is said by whom the contact is of."""
    if line.is_ours is not None:
        return not line.is_ours
    # In a call somebody of whom nobody knows who it was may have been one of us.
    return source.kind is not SourceKind.TRANSCRIPT


def _stands_in(parts: tuple[str, ...], quote: tuple[str, ...]) -> bool:
    """Whether the parts stand in the quote, one after the other and with nothing in between."""
    last = len(quote) - len(parts)
    return any(quote[first : first + len(parts)] == parts for first in range(last + 1))


def _emails_in(quote: str) -> set[str]:
    spoken = quote
    for said, written in _SPOKEN:
        spoken = said.sub(written, spoken)
    return {address.casefold() for text in (quote, spoken) for address in _EMAIL.findall(text)}


def _candidate(topic: Topic, value: str, place: _Place, line: SourceLine, source: Source) -> Candidate:
    return Candidate(
        topic=topic,
        value=value.casefold() if topic is Topic.EMAIL else value,
        quote=source.text[place.start : place.end],
        start=place.start,
        end=place.end,
        source_kind=source.kind,
        source_id=source.id,
        second=line.start,
        speaker=line.speaker,
    )
