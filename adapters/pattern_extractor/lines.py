"""A text in lines, none of which is too long to be looked through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Self

import attrs

from openphone_crm.extraction.readings import TextToRead

LONGEST_LINE: Final = 2000
"""What is longer is cut between two words: the time is then in proportion to the length of the text."""

_TAKES_BACK = re.compile(
    r"\b(?:no,? wait|wait,? no|i mean|scratch that|correction|i meant|actually,? (?:it|my|put|just)"
    r"|perd[oó]n|quise decir|mejor dicho|digo)\b|(?:\.\.|\u2026)\s*sorry\b",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(
    r"[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*\n[\s]*|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"
)


@attrs.frozen
class Lines:
    """
    The lines of a text that hold something, in order.

    In a transcript each is said by somebody; elsewhere one person, or machine, has written all of them.
    """

    kind: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: TextToRead) -> Self:
        """Cut a text into its lines."""
        lines = (piece for line in _SEPARATORS.split(text.text) for piece in _pieces(line.strip()))
        return cls(text.kind, tuple(lines))

    @property
    def is_by_one(self) -> bool:
        """Whether one person has written it, so that one line may go on with the one before."""
        return self.kind != "transcript"

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    @property
    def certain(self) -> tuple[str, ...]:
        """The lines in which nobody corrects himself: of two names one is then wrong."""
        return tuple(line for line in self.lines if not _TAKES_BACK.search(line))

    @property
    def certain_pairs(self) -> Iterator[tuple[str, str]]:
        """Each line with the one that follows, where nobody corrects himself in either."""
        return (pair for pair in pairwise(self.lines) if not any(map(_TAKES_BACK.search, pair)))


def _pieces(line: str) -> Iterator[str]:
    while len(line) > LONGEST_LINE:
        end = line.rfind(" ", 1, LONGEST_LINE)
        end = LONGEST_LINE if end < 0 else end
        yield line[:end]
        line = line[end:].lstrip()
    if line:
        yield line
