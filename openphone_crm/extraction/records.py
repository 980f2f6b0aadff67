"""What is kept of reading: the log of what was found, the notes, and what every request cost."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import attrs

from openphone_crm.extraction.readings import ReadingOutcome, Topic, Usage
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.ids import (
    ContactId,
    ConversationId,
    ExtractionId,
    ItemId,
    ModelCallId,
    NoteId,
    SuggestionId,
)


class ExtractionStatus(StrEnum):
    """What became of something that was read."""

    AUTO_ADDED = "auto_added"
    ASKED = "asked"
    NOTED = "noted"
    LEFT_ALONE = "left_alone"
    DROPPED = "dropped"
    UNREAD = "unread"

    @property
    def is_believed(self) -> bool:
        """Whether something was read and believed, so that a person can say whether it is right."""
        return self not in (ExtractionStatus.DROPPED, ExtractionStatus.UNREAD)


@attrs.frozen(kw_only=True)
class Extraction:
    """
    An entry of the log of what was read.

    `message` says what was done, such as "Auto-added name: Ann", or why nothing was. Where the
    reading was dropped there is no place in the source, since the quote does not stand there. A text of
    which there is no usable answer has one entry, without a topic.
    `is_correct` is a person's verdict; None until somebody has looked. `digest` is that of the text it
    was read in, as it was then.
    """

    id: ExtractionId
    topic: Topic | None
    value: str
    quote: str
    status: ExtractionStatus
    message: str
    source_kind: SourceKind
    source_id: ItemId
    extractor: str
    model: str
    said_at: datetime
    created_at: datetime
    start: int | None = None
    end: int | None = None
    second: float | None = None
    speaker: str | None = None
    contact_id: ContactId | None = None
    suggestion_id: SuggestionId | None = None
    digest: str | None = None
    is_correct: bool | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None

    def reviewed(self, *, is_correct: bool, by: str, at: datetime) -> Extraction:
        """This entry with a person's verdict; a later verdict replaces an earlier one."""
        return attrs.evolve(self, is_correct=is_correct, reviewed_by=by, reviewed_at=at)


@attrs.frozen(kw_only=True)
class Note:
    """A callback need or a key fact that was read out of what was said; it changes no contact."""

    id: NoteId
    topic: Topic
    text: str
    quote: str
    source_kind: SourceKind
    source_id: ItemId
    said_at: datetime
    created_at: datetime
    conversation_id: ConversationId | None = None
    contact_id: ContactId | None = None
    done_at: datetime | None = None
    done_by: str | None = None

    def done(self, *, by: str, at: datetime) -> Note:
        """This note, dealt with; the first who did so stays."""
        return self if self.done_at else attrs.evolve(self, done_by=by, done_at=at)


@attrs.frozen(kw_only=True)
class ModelCall:
    """
    One request to a model, written down before it is made.

    One of which nobody knows whether it was answered is shown as `unknown`, and estimated from what was
    sent. Costs are in US dollars: as estimated, at most, and in the end; prices are those of a million
    tokens, as they were on a day.
    """

    id: ModelCallId
    extractor: str
    model: str
    begun_at: datetime
    texts: int
    estimated_input_tokens: int
    estimated_usd: float
    most_usd: float = 0.0
    input_price_usd: float | None = None
    output_price_usd: float | None = None
    prices_as_of: date | None = None
    ended_at: datetime | None = None
    outcome: ReadingOutcome | None = None
    error: str | None = None
    usage: Usage | None = None
    usd: float | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what became of it: its worker died, or no answer came in time."""
        return self.outcome is None and self.usd is None

    @property
    def counted_usd(self) -> float:
        """What it cost, or is taken to have cost as long as nobody knows."""
        return self.estimated_usd if self.usd is None else self.usd
