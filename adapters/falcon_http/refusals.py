"""Counting what is refused, without ever holding up whoever is refused."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping

import structlog

from openphone_crm.errors import BodyError, SignatureError
from openphone_crm.health.refusals import Refused, refused
from openphone_crm.ports.clock import Clock

log = structlog.get_logger(__name__)

GATHER_S = 3.0
END_S = 2.0
MOST_KEPT = 1_000

Write = Callable[[Mapping[Refused, int]], None]


class Refusals:
    """
    Gathers refusals for a few seconds, and writes them in a thread that lives only as long as there are some.

    They are figures, not deliveries: what cannot be written is tried again with the next, and what is not
    written when the process ends is lost.
    """

    def __init__(self, write: Write, clock: Clock, *, gather_s: float = GATHER_S) -> None:
        self._write = write
        self._clock = clock
        self._gather_s = gather_s
        self._lock = threading.Lock()
        self._is_ending = threading.Event()
        self._counts: Counter[Refused] = Counter()
        self._thread: threading.Thread | None = None

    def add(self, error: SignatureError | BodyError) -> None:
        """Count one, and come back at once."""
        counted = refused(error, self._clock.now())
        with self._lock:
            if counted in self._counts or len(self._counts) < MOST_KEPT:
                self._counts[counted] += 1
            if self._thread is None and not self._is_ending.is_set():
                # A daemon: the end of the process does not wait for figures.
                self._thread = threading.Thread(target=self._work, name="refusals", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Write what has gathered, if that is quick, and stop."""
        self._is_ending.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(END_S)

    def _work(self) -> None:
        self._is_ending.wait(self._gather_s)
        while gathered := self._taken():
            try:
                self._write(gathered)
            except Exception as error:  # noqa: BLE001 - the outermost loop of a thread: figures end nothing
                log.warning("refusals_not_counted", error=str(error), error_class=type(error).__name__)
                self._put_back(gathered)
            if self._is_ending.wait(self._gather_s):
                break

    def _taken(self) -> Counter[Refused]:
        with self._lock:
            taken, self._counts = self._counts, Counter()
            if not taken:
                self._thread = None
            return taken

    def _put_back(self, counts: Counter[Refused]) -> None:
        with self._lock:
            self._counts.update(dict(counts.most_common(MOST_KEPT - len(self._counts))))
