"""The names that people give as their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from nameparser import HumanName

from openphone_crm.extraction.readings import Finding, Topic

from .lines import Lines
from .openings import ANSWER, OPENINGS, QUESTION, SIGNATURE, Opening
from .words import COMPANY, FOLLOWERS, NO_NAMES, PARTICLES, SUFFIXES, TITLES

Word = re.Match[str]

_WORD = re.compile(r"[ \t]*([^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?)")
_DOING = re.compile(r"\w{4,}ing", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BELOW_A_SIGNATURE = re.compile(r"^(?:\S+@\S+\.\w+$|\d{1,6} \w)")
_MOST_WORDS: Final = 5
_MOST_WORDS_IN_LOWER_CASE: Final = 3


def names(lines: Lines) -> Iterator[Finding]:
    """Find the names that those who speak or write give as theirs."""
    openings = [opening for opening in OPENINGS if opening.kinds is None or lines.kind in opening.kinds]
    for line in lines.certain:
        # By where a name ends: some come after two openings.
        found = [named for opening in openings for named in _after(opening, line)]
        yield from dict(reversed(found)).values()
    for line, following in lines.certain_pairs:
        if QUESTION.search(line):
            yield from (finding for _, finding in _after(ANSWER, following))
        if lines.is_by_one and _BELOW_A_SIGNATURE.search(following):
            yield from (finding for _, finding in _after(SIGNATURE, line))


def _after(opening: Opening, line: str) -> Iterator[tuple[int, Finding]]:
    for match in opening.words.finditer(line):
        words = _name_at(line, match.end(), opening)
        following = opening.then.match(line, _end(words)) if words else None
        if following and not _UNSEEN.match(line, _end(words)):
            quote = line[match.start() : following.end()].lstrip(" \t.!?,").rstrip(" \t,")
            yield _end(words), Finding(topic=Topic.NAME, value=_value(words), quote=quote)


def _name_at(line: str, position: int, opening: Opening) -> list[Word]:
    words = _capitalised(line, position, FOLLOWERS if opening.is_sure else NO_NAMES)
    if not words and opening.is_sure:
        words = _in_lower_case(line, position)
    # "I'm Running late"
    if words and not opening.is_sure and _DOING.fullmatch(words[0][1]):
        return []
    # Whoever shouts makes everything look like a name.
    is_shouted = line.isupper() and not opening.is_sure
    return [] if is_shouted or len(words) < opening.fewest or not _is_person(words) else words


def _capitalised(line: str, position: int, no_names: frozenset[str]) -> list[Word]:
    found: list[Word] = []
    for word in _words(line, position):
        plain = _plain(word)
        is_within = plain in PARTICLES and bool(found)
        if not is_within and (plain in no_names or plain in COMPANY or not word[1][0].isupper()):
            # "Harbor Foundation": the whole is no person.
            return [] if plain in COMPANY and word[1][0].isupper() else _without_ends(found)
        found.append(word)
        if word[1].endswith(".") and not _is_abbreviation(word):
            break
    return _without_ends(found)


def _in_lower_case(line: str, position: int) -> list[Word]:
    words = list(takewhile(lambda word: _plain(word) not in FOLLOWERS, _words(line, position)))
    is_long = len(words) > _MOST_WORDS_IN_LOWER_CASE
    return [] if is_long or any(_plain(word) in NO_NAMES for word in words) else words


def _words(line: str, position: int) -> Iterator[Word]:
    """Walk through the words from there, until something else stands between two."""
    for _ in range(_MOST_WORDS + 1):
        word = _WORD.match(line, position)
        if word is None:
            return
        yield word
        position = word.end()


def _without_ends(words: list[Word]) -> list[Word]:
    """Leave out a particle without a name, and the letters of a name that is spelled."""
    while words and (_plain(words[-1]) in PARTICLES or len(words[-1][1]) == 1):
        words.pop()
    return words


def _is_person(words: list[Word]) -> bool:
    name = HumanName(" ".join(_plain(word) for word in words))
    is_of_somebody_else = any(word[1].endswith(("'s", "\u2019s")) for word in words)
    return len(words) <= _MOST_WORDS and bool(name.first or name.last) and not is_of_somebody_else


def _value(words: list[Word]) -> str:
    """The name without what it is addressed with, unless too little would be left."""
    parts = [word[1] for word in words]
    if len(parts) > 2 and _plain(words[0]) in TITLES:  # noqa: PLR2004 - a title and a surname stay together
        parts = parts[1:]
    name = " ".join(parts)
    return name if _is_abbreviation(words[-1]) else name.rstrip(".")


def _end(words: list[Word]) -> int:
    """Where the name ends: a full stop that ends the sentence is not part of it."""
    ends_sentence = words[-1][1].endswith(".") and not _is_abbreviation(words[-1])
    return words[-1].end() - ends_sentence


def _is_abbreviation(word: Word) -> bool:
    return len(_plain(word)) == 1 or _plain(word) in TITLES | SUFFIXES


def _plain(word: Word) -> str:
    return word[1].rstrip(".").lower()
