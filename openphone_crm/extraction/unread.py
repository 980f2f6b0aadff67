"""What the log says of a text of which there is no usable answer."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from openphone_crm.extraction.readings import ReadingOutcome
from openphone_crm.extraction.records import Extraction, ExtractionStatus
from openphone_crm.extraction.sources import Source
from openphone_crm.ids import ExtractionId, derived_id

_REASONS: Final = {
    ReadingOutcome.BLOCKED: "the model refused to read it",
    ReadingOutcome.UNREADABLE: "the model's answer could not be read",
    ReadingOutcome.TRUNCATED: "the model's answer was cut, being too long",
}


def unread(
    source: Source, outcome: ReadingOutcome, *, extractor: str, model: str, now: datetime
) -> Extraction:
    """
    The entry that says so: nothing was looked for in this text, and nobody sends it again by itself.

    Its id is derived, so that whoever reads the text again writes the same entry.
    """
    return Extraction(
        id=ExtractionId(derived_id("extraction", source.id, model, outcome.value)),
        topic=None,
        value="",
        quote="",
        status=ExtractionStatus.UNREAD,
        message=f"Not read: {_REASONS[outcome]}",
        source_kind=source.kind,
        source_id=source.id,
        extractor=extractor,
        model=model,
        said_at=source.occurred_at,
        created_at=now,
        digest=source.digest,
    )
