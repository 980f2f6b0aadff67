"""Reading with patterns: it misses much, and is seldom wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, TextToRead

from .addresses import addresses
from .callbacks import callbacks
from .emails import emails
from .lines import Lines
from .names import names

_FINDERS: Final[tuple[Callable[[Lines], Iterator[Finding]], ...]] = (names, emails, addresses, callbacks)


class PatternExtractor:
    """
    Finds what is said in so many words: names, e-mails, addresses and wishes to be called back, no facts.

    Rather nothing than something wrong: what it finds for an empty field is written without asking anybody.
    """

    @property
    def name(self) -> str:
        """What the settings call it."""
        return "pattern"

    @property
    def model(self) -> str:
        """Its version: raised with every change of what it finds."""
        return "pattern/2"

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """Read each text by itself; nothing can go wrong, and nothing is used up."""
        findings = {text.id: tuple(_found(Lines.of(text))) for text in texts}
        return Reading(outcome=ReadingOutcome.READ, findings=findings)


def _found(lines: Lines) -> Iterator[Finding]:
    """Each thing that is found, once."""
    yield from dict.fromkeys(finding for find in _FINDERS for finding in find(lines))
