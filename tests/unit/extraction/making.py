"""Sources, candidates and suggestions for tests, with a default for all that does not matter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from openphone_crm.crm import Contact, Origin
from openphone_crm.extraction.grounding import Candidate
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.extraction.suggestions import Suggestion, SuggestionStatus
from openphone_crm.ids import SuggestionId
from openphone_crm.testing import builders as make

NOON = make.NOON


def source(*lines: str | SourceLine, kind: SourceKind = SourceKind.MESSAGE) -> Source:
    """Make a source of these lines, which Ann has written or said."""
    return Source(
        kind=kind,
        id=make.item_id("source"),
        openphone_id="ACx1",
        occurred_at=NOON,
        lines=tuple(SourceLine(text=line) if isinstance(line, str) else line for line in lines),
        contact_number=make.ANN,
    )


def candidate(value: str = "Ann Lee", topic: Topic = Topic.NAME) -> Candidate:
    """Make a candidate that was read in a text of nothing else."""
    return Candidate(
        topic=topic,
        value=value,
        quote=value,
        start=0,
        end=len(value),
        source_kind=SourceKind.MESSAGE,
        source_id=make.item_id("source"),
    )


def contact(*, origin: str | None = None, at: datetime = NOON, **fields: Any) -> Contact:  # noqa: ANN401
    """Make Ann's contact, with all fields written at that time by that source, if there is one."""
    origins = {} if origin is None else {topic.value: Origin(origin, at) for topic in Topic if topic.is_field}
    return make.contact("ann", **{"name": None, "origins": origins, **fields})


def suggestion(
    value: str = "Ann Lee",
    *,
    topic: Topic = Topic.NAME,
    status: SuggestionStatus = SuggestionStatus.PENDING,
    asked_current: str | None = "Bo",
    said_at: datetime = NOON,
) -> Suggestion:
    """Make a suggestion for Ann's contact."""
    return Suggestion(
        id=SuggestionId(f"{value} {topic} {status}"),
        contact_id=make.contact_id("ann"),
        topic=topic,
        suggested_value=value,
        asked_current=asked_current,
        quote=value,
        start=0,
        end=len(value),
        source_kind=SourceKind.MESSAGE,
        source_id=make.item_id("source"),
        said_at=said_at,
        created_at=NOON,
        status=status,
    )
