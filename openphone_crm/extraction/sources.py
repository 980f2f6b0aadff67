"""What is read: a text, a transcript, a summary or a voicemail, and whose contact it may tell about."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from datetime import datetime
from enum import StrEnum
from itertools import accumulate
from typing import Final

import attrs

from openphone_crm.extraction.readings import TextToRead, Turn
from openphone_crm.ids import ConversationId, ItemId

_SPEAKERS: Final = {True: "us", False: "them", None: "somebody"}


class SourceKind(StrEnum):
    """Where words come from; the names are those of the timeline."""

    MESSAGE = "message"
    VOICEMAIL = "voicemail"
    TRANSCRIPT = "transcript"
    SUMMARY = "summary"


@attrs.frozen(kw_only=True)
class SourceLine:
    """
    A line of a source: all of a text, or what one speaker said in one go.

    `is_ours` tells that one of our own people speaks; None where that is not known. `start` and
    `end` are seconds from the beginning of the call.
    """

    text: str
    speaker: str | None = None
    is_ours: bool | None = None
    start: float | None = None
    end: float | None = None


@attrs.frozen(kw_only=True)
class Source:
    """
    Words to be read, with the one number whose contact they may change.

    `contact_number` is None where nobody's contact may be written: several outside speakers, or a
    sender who is no contact. Notes are made all the same. `text` is all lines, one below the other, and
    spans count its characters; each line begins at one of its `starts`.
    """

    kind: SourceKind
    id: ItemId
    openphone_id: str
    occurred_at: datetime
    lines: tuple[SourceLine, ...]
    contact_number: str | None = None
    conversation_id: ConversationId | None = None
    text: str = attrs.field(init=False, eq=False, repr=False)
    starts: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)

    @text.default
    def _joined(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @starts.default
    def _counted(self) -> tuple[int, ...]:
        return tuple(accumulate((len(line.text) + 1 for line in self.lines), initial=0))[:-1]

    @property
    def digest(self) -> str:
        """What tells this text from any other, so that none is ever read twice."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def to_read(self, name: str) -> TextToRead:
        """These words as an extractor is given them, under that name."""
        is_call = self.kind is SourceKind.TRANSCRIPT
        turns = tuple(Turn(_SPEAKERS[line.is_ours], line.text) for line in self.lines if is_call)
        return TextToRead(id=name, kind=self.kind.value, text=self.text, turns=turns)

    def line_at(self, position: int) -> SourceLine | None:
        """
        The line in which the character at that position stands.

        None where a line ends, or outside of the text.
        """
        place = bisect_right(self.starts, position) - 1
        if place < 0 or position >= self.starts[place] + len(self.lines[place].text):
            return None
        return self.lines[place]
