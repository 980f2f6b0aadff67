"""What was looked up a moment ago, so that a page of many requests is one lookup."""

from __future__ import annotations

import time
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")

REMEMBERED_S = 2.0
"""For so long what was good is not looked up again; what is revoked or ended ends that much later."""
MOST_REMEMBERED = 1_000


@attrs.frozen
class _Known(Generic[T]):
    thing: T
    until: float


class Remembered(Generic[T]):
    """Remembers a few things by their digest, each for a moment."""

    def __init__(self) -> None:
        self._known: dict[str, _Known[T]] = {}

    def get(self, digest: str) -> T | None:
        """The thing, if it was looked up a moment ago."""
        known = self._known.get(digest)
        return known.thing if known is not None and known.until > time.monotonic() else None

    def keep(self, digest: str, thing: T) -> None:
        """Remember it for a moment."""
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[digest] = _Known(thing, time.monotonic() + REMEMBERED_S)

    def forget(self, digest: str) -> None:
        """Look it up anew next time."""
        self._known.pop(digest, None)
