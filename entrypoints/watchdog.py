"""A watchdog that ends the process when one piece of work hangs."""

from __future__ import annotations

import faulthandler
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Lock, get_ident
from typing import Final, TextIO

SLACK_S: Final = 1.0
"""So much later than its limit, at most, work is ended: setting the alarm for each piece would cost more."""


class Watchdog:
    """
    Watches over the work of all threads of this process, of which each has one at most.

    The alarm is Python's fault handler: it rings in C, also while the work holds the interpreter's
    lock, writes to the log's stream where every thread is, and ends the process. The leases of its
    events make sure that they are taken up by others.
    """

    def __init__(self, *, log: TextIO | None = None) -> None:
        self._log = log or sys.__stderr__
        self._lock = Lock()
        self._deadlines: dict[int, float] = {}
        self._alarm = float("inf")

    @contextmanager
    def watch(self, limit: timedelta) -> Iterator[Callable[[], None]]:
        """Watch over this thread until the block ends; each call of what it is given starts the time anew."""
        try:
            yield partial(self._begin, limit.total_seconds())
        finally:
            self._end()

    def _begin(self, limit_s: float) -> None:
        now = time.monotonic()
        with self._lock:
            self._deadlines[get_ident()] = now + limit_s
            # An alarm that rings a little late is left as it is.
            earliest = min(self._deadlines.values())
            if not earliest <= self._alarm <= earliest + SLACK_S:
                self._set(earliest + SLACK_S, now)

    def _end(self) -> None:
        with self._lock:
            self._deadlines.pop(get_ident(), None)
            if self._deadlines:
                self._set(min(self._deadlines.values()) + SLACK_S, time.monotonic())
            elif self._alarm < float("inf"):
                self._alarm = float("inf")
                faulthandler.cancel_dump_traceback_later()

    def _set(self, alarm: float, now: float) -> None:
        self._alarm = alarm
        if self._log is not None:
            faulthandler.dump_traceback_later(max(alarm - now, 0.001), exit=True, file=self._log)
