"""What is read: a text, a transcript, a summary or a voicemail, and whose contact it may tell about."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.ids import ConversationId, ItemId


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
    sender who is no contact. Notes are made all the same.
    """

    kind: SourceKind
    id: ItemId
    openphone_id: str
    occurred_at: datetime
    lines: tuple[SourceLine, ...]
    contact_number: str | None = None
    conversation_id: ConversationId | None = None

    @property
    def text(self) -> str:
        """All lines, one below the other; spans count its characters."""
        return "\n".join(line.text for line in self.lines)

    @property
    def digest(self) -> str:
        """What tells this text from any other, so that none is ever read twice."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def line_at(self, position: int) -> SourceLine | None:
        """
        The line in which the character at that position stands.

        None where a line ends, or outside of the text.
        """
        start = 0
        for line in self.lines:
            if start <= position < start + len(line.text):
                return line
            start += len(line.text) + 1
        return None
