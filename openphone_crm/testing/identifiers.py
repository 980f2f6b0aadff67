"""Identifiers and picks that look random and are the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Option = TypeVar("Option")


def digest(*parts: object) -> str:
    """Return 64 hexadecimal digits that depend on the parts and on nothing else."""
    text = "\x1f".join(map(str, parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def activity_id(*parts: object) -> str:
    """
    Return the id of a message or a call.

    A real one is `AC` and 32 digits, which secret scanners take for another vendor's key: hence the `x`.
    """
    return "ACx" + digest("activity", *parts)[:31]


def event_id(*parts: object) -> str:
    """Return the id of an event's envelope."""
    return "EV" + digest("event", *parts)[:32]


def conversation_id(*parts: object) -> str:
    """Return the id of a conversation."""
    return "CN" + digest("conversation", *parts)[:32]


def contact_id(*parts: object) -> str:
    """Return the id of a contact, without the `CT` that only some generations put before it."""
    return digest("contact", *parts)[:24]


def media_id(*parts: object) -> str:
    """Return the name of a stored file, a recording or a voicemail."""
    return digest("media", *parts)[:32]


class Picker:
    """Makes picks that look random and repeat exactly for the same seed."""

    def __init__(self, *seed: object) -> None:
        """Start a sequence of picks."""
        self._seed = digest(*seed)
        self._picks = 0

    def number(self, below: int) -> int:
        """Pick a number from 0 to below - 1."""
        self._picks += 1
        return int(digest(self._seed, self._picks)[:12], 16) % below

    def choice(self, options: Sequence[Option]) -> Option:
        """Pick one of the options."""
        return options[self.number(len(options))]

    def happens(self, *, one_in: int) -> bool:
        """Decide whether something happens that happens once in so many times."""
        return self.number(one_in) == 0
