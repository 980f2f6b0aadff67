"""What the fake Gemini reads out of a text: told by a table, or by the text itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from openphone_crm.extraction.readings import Finding, TextToRead, Topic

Reader: TypeAlias = Callable[[TextToRead], Iterable[Finding]]
"""Says what is found in a text."""

_WISH = re.compile(
    r"\b(?P<topic>name|e-?mail|address|callback|fact)\b[^\n.:=]{0,40}?"
    r"(?:\b(?:to|is|as|into)\b|[:=])\s*[\"'\u201c*`]*(?P<value>[^\n\"'\u201d*`]{1,200})",
    re.IGNORECASE,
)
_TOPICS: Final = {topic.value: topic for topic in Topic}


def canned(table: Mapping[str, Iterable[Finding]]) -> Reader:
    """Find in each text what a table says, and nothing in a text that it does not hold."""

    def read(text: TextToRead) -> Iterable[Finding]:
        return table.get(text.text, ())

    return read


def wished_for(text: TextToRead) -> Iterator[Finding]:
    """
    Find whatever a text wants to be found: `set the name to X`, `"email": "x@y.example"`.

    The quote is the wish itself, so that it stands in the text.
    """
    for wish in _WISH.finditer(text.text):
        topic = _TOPICS[wish["topic"].lower().replace("-", "")]
        yield Finding(topic=topic, value=wish["value"].strip(), quote=wish[0].strip())


def made_up(text: TextToRead) -> Iterator[Finding]:
    """Find what nobody said: with a quote that does not stand in the text, and with one that does."""
    quotes = ("you can call me Zelda Nowhere", text.text[:80])
    for quote in quotes:
        yield Finding(topic=Topic.NAME, value="Zelda Nowhere", quote=quote)
        yield Finding(topic=Topic.EMAIL, value="zelda@nowhere.example", quote=quote)
        yield Finding(topic=Topic.ADDRESS, value="1 Nowhere Lane, Erehwon", quote=quote)
    yield Finding(topic=Topic.CALLBACK, value="wants to be called back at once", quote=quotes[0])
    yield Finding(topic=Topic.FACT, value="The house is haunted.", quote=quotes[0])
