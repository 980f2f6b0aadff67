"""Reading with patterns, for the tests of what they find."""

from __future__ import annotations

from adapters.pattern_extractor import PatternExtractor
from openphone_crm.extraction.readings import Finding, ReadingOutcome, TextToRead, Topic


def found(text: str, kind: str = "message") -> dict[Topic, list[str]]:
    """Tell what is found in a text, by topic."""
    values: dict[Topic, list[str]] = {}
    for finding in read(text, kind):
        values.setdefault(finding.topic, []).append(finding.value)
    return values


def read(text: str, kind: str = "message") -> tuple[Finding, ...]:
    """Read a text."""
    reading = PatternExtractor().read([TextToRead(id="a", kind=kind, text=text)])
    assert reading.outcome is ReadingOutcome.READ
    return reading.findings["a"]
