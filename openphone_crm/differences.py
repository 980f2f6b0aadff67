"""What differs between a value and the one that is suggested, so that a person sees it at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

import attrs

_PIECES: Final = re.compile(r"\w+|\s+|[^\w\s]")
# Whoever compares longer texts letter by letter waits for it, and sees no more in it.
_LONGEST: Final = 2_000


@attrs.frozen
class Piece:
    """A part of one of the two values; `is_changed` when the other has no such part there."""

    text: str
    is_changed: bool


@attrs.frozen
class Difference:
    """Both values, each in pieces that add up to it."""

    current: tuple[Piece, ...]
    suggested: tuple[Piece, ...]


def difference(current: str, suggested: str) -> Difference:
    """
    Mark what differs, by words, numbers and signs.

    >>> shown = difference("12 Oak St", "12 Oak Street")
    >>> [(piece.text, piece.is_changed) for piece in shown.suggested]
    [('12 Oak ', False), ('Street', True)]
    """
    if len(current) + len(suggested) > _LONGEST:
        return Difference(_whole(current), _whole(suggested))
    before, after = _PIECES.findall(current), _PIECES.findall(suggested)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return Difference(
        tuple(_pieces(before, [(block.a, block.size) for block in blocks])),
        tuple(_pieces(after, [(block.b, block.size) for block in blocks])),
    )


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, is_changed=True),) if text else ()


def _pieces(words: Sequence[str], same: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Put words together again that are all the same or all changed."""
    done = 0
    for start, size in same:
        if start > done:
            yield Piece("".join(words[done:start]), is_changed=True)
        if size:
            yield Piece("".join(words[start : start + size]), is_changed=False)
        done = start + size
