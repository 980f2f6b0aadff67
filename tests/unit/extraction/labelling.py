"""Labelled texts for tests, written as short as they can be."""

from __future__ import annotations

from openphone_crm.extraction.labelled import LabelledText
from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, Topic
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.ids import ItemId
from openphone_crm.testing import builders as make


def labelled(
    *lines: str | SourceLine,
    expected: tuple[Finding, ...] = (),
    kind: SourceKind = SourceKind.MESSAGE,
    language: str = "en",
) -> LabelledText:
    """Make a labelled text of these lines."""
    source = Source(
        kind=kind,
        id=ItemId(f"{language}-{kind}"),
        openphone_id="ACx1",
        occurred_at=make.NOON,
        lines=tuple(SourceLine(text=line) if isinstance(line, str) else line for line in lines),
        contact_number=make.ANN,
    )
    return LabelledText(source=source, language=language, expected=expected)


def finding(value: str, *, topic: Topic = Topic.NAME, quote: str | None = None) -> Finding:
    """Make a finding or a label, which quotes its own value unless told otherwise."""
    return Finding(topic=topic, value=value, quote=value if quote is None else quote)


def reading(text: LabelledText, *findings: Finding) -> Reading:
    """Make an answer for this text."""
    return Reading(outcome=ReadingOutcome.READ, findings={text.source.id: findings})
