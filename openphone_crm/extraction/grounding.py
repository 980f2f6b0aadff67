"""What of a reading is believed: only what stands in the source, word for word."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import islice
from typing import Final, TypeAlias

import attrs

from openphone_crm.extraction.following import as_said
from openphone_crm.extraction.forms import has_form
from openphone_crm.extraction.quoting import Place, places_of
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.extraction.spelling import words
from openphone_crm.ids import ItemId

LONGEST_VALUE = 200
LONGEST_NOTE = 500
LONGEST_QUOTE = 500
MOST_PLACES: Final = 50
"""Of more places that a quote may stand in none is looked at: nobody means a word that is everywhere."""

# Letters with their accents, and what stands between the parts of a name.
_NAME = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f .,'\u2019\u00b7&-])+")
_NO_ADDRESS = re.compile(r"[<>{}\[\]@\\=;]")
# What an extractor says that should have said nothing.
_NOTHING = {("none",), ("null",), ("n", "a"), ("na",), ("nil",), ("unknown",), ("undefined",), ("anonymous",)}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Doubt(StrEnum):
    """Why a finding is not believed; counted by this word."""

    NO_QUOTE = "quote not in the source"
    NOT_SAID = "value does not follow from the quote"
    TOO_LONG = "too long"
    ODD = "holds what no such value holds"
    FORM = "does not look like such a value"
    OURS = "said by our own people"
    SOMEBODY = "said by nobody knows whom"
    OURS_BY_NAME = "the name of one of our own people"
    TOO_MANY = "one of too many"


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


Belief: TypeAlias = Candidate | Dropped


def grounded(finding: Finding, source: Source) -> Belief:
    """
    The finding as it stands in the source, or why it is dropped.

    The quote must stand in the source, in a call within what one person said in one go, and
    everything in the value must stand in the quote; neither may cut a word in two. Case, white space and
    kinds of quotation marks may differ from the source: its own characters are kept.
    """
    value = " ".join(finding.value.split())
    if doubt := _doubt_of_length(finding, value) or _doubt_of_form(finding.topic, value):
        return Dropped(finding, doubt)
    doubt = Doubt.NO_QUOTE
    for place in islice(places_of(finding.quote, source), MOST_PLACES):
        found = _at(place, source, topic=finding.topic, value=value)
        if isinstance(found, Candidate):
            return found
        doubt = found
    return Dropped(finding, doubt)


def _at(place: Place, source: Source, *, topic: Topic, value: str) -> Candidate | Doubt:
    """What is believed of a value that is quoted from this place."""
    line, said = source.line_at(place.start), as_said(topic, value, quote=place, text=source.text)
    if line is None or said is None:
        return Doubt.NOT_SAID
    if doubt := _doubt_of_form(topic, said) or (_doubt_of_speaker(line, source) if topic.is_field else None):
        return doubt
    return Candidate(
        topic=topic,
        value=said,
        quote=source.text[place.start : place.end],
        start=place.start,
        end=place.end,
        source_kind=source.kind,
        source_id=source.id,
        second=line.start,
        speaker=line.speaker,
    )


def _doubt_of_length(finding: Finding, value: str) -> Doubt | None:
    longest = LONGEST_VALUE if finding.topic.is_field else LONGEST_NOTE
    return Doubt.TOO_LONG if len(value) > longest or len(finding.quote) > LONGEST_QUOTE else None


def _doubt_of_form(topic: Topic, value: str) -> Doubt | None:
    said = words(value)
    if not said or _UNSEEN.search(value) or (topic.is_field and said in _NOTHING) or _is_odd(topic, value):
        return Doubt.ODD
    return None if has_form(topic, value) else Doubt.FORM


def _is_odd(topic: Topic, value: str) -> bool:
    """Whether there are signs in it that no value of this topic holds."""
    if topic is Topic.NAME:
        return _NAME.fullmatch(value) is None
    return topic is Topic.ADDRESS and _NO_ADDRESS.search(value) is not None


def _doubt_of_speaker(line: SourceLine, source: Source) -> Doubt | None:
    """Why what stands in this line may not be told by whom the contact is of."""
    if line.is_ours:
        return Doubt.OURS
    # In a call somebody of whom nobody knows who it was may have been one of us.
    is_somebody = line.is_ours is None and source.kind is SourceKind.TRANSCRIPT
    return Doubt.SOMEBODY if is_somebody else None
