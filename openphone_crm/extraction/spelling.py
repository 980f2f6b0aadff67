"""Words as they are compared, whatever their case, accents and punctuation, and where they stand."""

from __future__ import annotations

import re
import unicodedata

import attrs

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@attrs.frozen
class Word:
    """A word as it is compared, and its place in the text that it stands in."""

    text: str
    start: int
    end: int


def words(text: str) -> tuple[str, ...]:
    """
    The words of a text as they are compared: without case, accents and punctuation.

    >>> words("Señora O\u2019Neil, 12-B")
    ('senora', "o'neil", '12', 'b')
    """
    return tuple(_WORD.findall(_folded(text)))


def words_in(text: str) -> tuple[Word, ...]:
    """
    The same words, each with its place among the characters of the text.

    >>> words_in("Hi, Zoë")[1]
    Word(text='zoe', start=4, end=7)
    """
    spelt = [(piece, place) for place, letter in enumerate(text) for piece in _folded(letter)]
    places = [place for _, place in spelt] + [len(text)]
    found = _WORD.finditer("".join(piece for piece, _ in spelt))
    # Up to whatever comes next: an accent that stands behind its letter is a part of the word.
    return tuple(
        Word(word[0], places[word.start()], max(places[word.end()], places[word.end() - 1] + 1))
        for word in found
    )


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
