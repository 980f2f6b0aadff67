"""A clock that stands still until somebody moves it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

BEGINNING = datetime(2026, 4, 13, 19, 0, tzinfo=UTC)
# What marks a UUID as one of version 7, whose texts sort in the order of their making.
_VERSION_7 = 0x7 << 76 | 0b10 << 62


class MemoryClock:
    """Tells the time that it was given, and names things in a row."""

    def __init__(self, now: datetime = BEGINNING) -> None:
        self._now = now
        self._numbers = count(1)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The moment to which the clock was set."""
        with self._lock:
            return self._now

    def new_id(self) -> str:
        """The next UUID of a row that is the same for every clock."""
        with self._lock:
            return str(UUID(int=next(self._numbers) << 80 | _VERSION_7))

    def set(self, now: datetime) -> None:
        """Make it that time."""
        with self._lock:
            self._now = now

    def advance(self, by: timedelta = timedelta(), *, seconds: float = 0) -> datetime:
        """Let so much time pass, and tell the time then."""
        with self._lock:
            self._now += by + timedelta(seconds=seconds)
            return self._now
