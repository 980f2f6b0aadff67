"""Ringing for workers without ever holding up whoever rings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

from openphone_crm.priority import Priority

log = structlog.get_logger(__name__)

Ring = Callable[[Iterable[Priority]], None]


class Bell:
    """
    Rings in a thread of its own; what is wished for while it rings becomes one more ring.

    A bell that fails is logged, once until it rings again, and no more: the events are stored, and
    the sweeper rings later.
    """

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="bell")
        self._lock = threading.Lock()
        self._wanted: set[Priority] = set()
        self._is_failing = False

    def ring(self, priorities: Iterable[Priority]) -> None:
        """Wish for a ring of these priorities, and come back at once."""
        with self._lock:
            was_idle = not self._wanted
            self._wanted.update(priorities)
            is_needed = was_idle and bool(self._wanted)
        if is_needed:
            self._thread.submit(self._pull).add_done_callback(self._note)

    def close(self) -> None:
        """Ring what is still wished for, and stop."""
        self._thread.shutdown(wait=True)

    def _pull(self) -> None:
        with self._lock:
            wanted, self._wanted = self._wanted, set()
        self._ring(sorted(wanted))

    def _note(self, pulled: Future[None]) -> None:
        error = pulled.exception()
        if error is not None and not self._is_failing:
            log.warning("bell_failed", error=str(error), error_class=type(error).__name__)
        if error is None and self._is_failing:
            log.warning("bell_rings_again")
        self._is_failing = error is not None
