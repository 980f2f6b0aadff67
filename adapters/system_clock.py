"""The time of this machine, and ids that sort by it."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID

_FRACTIONS = 4096
_NANOSECONDS = 1_000_000


class SystemClock:
    """Tells the machine's time in UTC, and names new things by UUIDs of version 7."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0

    def now(self) -> datetime:
        """Tell the present moment."""
        return datetime.now(UTC)

    def new_id(self) -> str:
        """
        Give a UUID that sorts after every earlier one of this clock, even when the time is set back.

        It holds the milliseconds since 1970, twelve bits of a fraction (RFC 9562, method 3), and chance.
        """
        milliseconds, fraction = divmod(self._tick(), _FRACTIONS)
        version, variant = 0x7, 0b10
        return str(
            UUID(
                int=milliseconds << 80 | version << 76 | fraction << 64 | variant << 62 | secrets.randbits(62)
            )
        )

    def _tick(self) -> int:
        with self._lock:
            self._last = max(time.time_ns() * _FRACTIONS // _NANOSECONDS, self._last + 1)
            return self._last
