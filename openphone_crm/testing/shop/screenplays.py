"""
Reads a screenplay: a customer, and what happens with them, line by line.

A line is a word, a colon and the words that are said; a line without such a word goes on with the one before.

    who: Ann Whitfield | +12065550111 | 418 Alder Street | Seattle, WA 98104 | ann@example.com
    text: Hi, this is {name} ...        the customer texts; `picture:` with a picture
    reply: Hi {first} ...               the shop answers; `lost:` and it never arrives
    group: / partner: / group reply:    the customer, the other person or the shop texts to all three
    voicemail: / missed:                nobody takes the call
    call: / call out: / call ai: / call menu:     answered; then `us:`, `them:`, `summary:` and `next:`
    no answer: / forwarded: / saved: / task: / surprise:
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import attrs

from openphone_crm.testing.happenings import Utterance
from openphone_crm.testing.shop.beats import (
    Assigns,
    Beat,
    Forwards,
    Misses,
    Replies,
    RingsOut,
    Saves,
    Says,
    Surprises,
    Talks,
)
from openphone_crm.testing.shop.customers import Customer

_BEATS: Final[MappingProxyType[str, Callable[[str], Beat]]] = MappingProxyType(
    {
        "text": Says,
        "picture": lambda words: Says(words, pictures=1),
        "partner": lambda words: Says(words, by_partner=True, in_group=True),
        "group": lambda words: Says(words, in_group=True),
        "reply": Replies,
        "lost": lambda words: Replies(words, arrives=False),
        "group reply": lambda words: Replies(words, in_group=True),
        "voicemail": Misses,
        "missed": lambda _: Misses(),
        "call": lambda _: Talks(),
        "call out": lambda _: Talks(outgoing=True),
        "call ai": lambda _: Talks(by_ai=True),
        "call menu": lambda _: Talks(menu=True),
        "no answer": lambda _: RingsOut(),
        "forwarded": Forwards,
        "saved": lambda company: Saves(company or None),
        "task": Assigns,
        "surprise": Surprises,
    }
)
_CALL_LINES: Final = ("us", "them", "summary", "next")
_LINE: Final = re.compile(rf"({'|'.join((*_CALL_LINES, *_BEATS))}):\s*(.*)")


@attrs.frozen
class Screenplay:
    """A customer and their story, which can be played by others too."""

    customer: Customer
    story: tuple[tuple[str, str], ...]

    def beats(self, customer: Customer) -> tuple[Beat, ...]:
        """Return what happens when this customer plays the story."""
        beats: list[Beat] = []
        for word, words in self.story:
            if word in _CALL_LINES:
                beats[-1] = _told(beats[-1], word, customer.fill(words))
            else:
                beats.append(_BEATS[word](customer.fill(words)))
        return tuple(beats)


def read_screenplays(text: str) -> tuple[Screenplay, ...]:
    """Read the screenplays of a text, each of which begins with `who:`."""
    return tuple(_read(part) for part in re.split(r"^who:", text, flags=re.MULTILINE) if part.strip())


def _read(text: str) -> Screenplay:
    who, _, story = text.partition("\n")
    return Screenplay(Customer.read(who), _lines(story))


def _lines(story: str) -> tuple[tuple[str, str], ...]:
    lines: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, story.splitlines())):
        found = _LINE.fullmatch(line)
        if found:
            lines.append((found[1], found[2]))
        else:
            word, words = lines.pop()
            lines.append((word, f"{words} {line}"))
    return tuple(lines)


def _told(beat: Beat, word: str, words: str) -> Talks:
    if not isinstance(beat, Talks):
        raise TypeError(word)
    match word:
        case "summary":
            return attrs.evolve(beat, summary=(*beat.summary, words))
        case "next":
            return attrs.evolve(beat, next_steps=(*beat.next_steps, words))
        case _:
            utterance = _utterance(beat, words, is_external=word == "them")
            return attrs.evolve(beat, dialogue=(*beat.dialogue, utterance))


def _utterance(beat: Talks, words: str, *, is_external: bool) -> Utterance:
    # People speak some two and a half words a second, and take a short breath before they do.
    start = round(beat.dialogue[-1].end + 0.35, 2) if beat.dialogue else 0.4
    return Utterance(words, start, round(start + 0.5 + len(words.split()) * 0.4, 2), is_external)
