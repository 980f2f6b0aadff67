"""What an extractor says that it has read, before anybody believes it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs


class Topic(StrEnum):
    """What is looked for: three fields of a contact, and two kinds of notes that change no contact."""

    NAME = "name"
    EMAIL = "email"
    ADDRESS = "address"
    CALLBACK = "callback"
    FACT = "fact"

    @property
    def is_field(self) -> bool:
        """Whether it is a field of a contact."""
        return self in (Topic.NAME, Topic.EMAIL, Topic.ADDRESS)


class ReadingOutcome(StrEnum):
    """How a reading ended; each is saved, so that no text is sent again for it."""

    READ = "read"
    BLOCKED = "blocked"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"


@attrs.frozen(kw_only=True)
class Finding:
    """
    Something that an extractor claims to have read.

    `quote` is the passage that it claims to have read it in, word for word.
    """

    topic: Topic
    value: str
    quote: str


@attrs.frozen(kw_only=True)
class Usage:
    """What a reading used, in tokens; thoughts are billed as output."""

    input_tokens: int = 0
    output_tokens: int = 0
    thought_tokens: int = 0


@attrs.frozen
class Turn:
    """What one speaker said in one go; `speaker` is "us" or "them", or "somebody" of whom nobody knows."""

    speaker: str
    text: str


@attrs.frozen(kw_only=True)
class TextToRead:
    """
    A text as an extractor is given it; `id` keeps several in one request apart.

    `turns` are the lines of a call's transcript once more, with who said each.
    """

    id: str
    kind: str
    text: str
    turns: tuple[Turn, ...] = ()


@attrs.frozen(kw_only=True)
class Reading:
    """
    What an extractor answered: for each text, by its id, what it found there.

    A text that is missing was not answered for. Where the outcome is not `read`, nothing was found. Without
    `usage` nobody said what it used.
    """

    outcome: ReadingOutcome
    findings: Mapping[str, tuple[Finding, ...]] = attrs.field(factory=dict)
    usage: Usage | None = None
