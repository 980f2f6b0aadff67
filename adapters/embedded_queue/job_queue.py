"""Threads that sleep until the bell of their priority rings, and then work."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from openphone_crm.errors import UnavailableError
from openphone_crm.priority import Priority

_LOG = logging.getLogger(__name__)

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
STOP_LIMIT_S = 2.0


class EmbeddedJobQueue:
    """
    Wakes threads of this very process.

    A queue that was not started keeps its rings, and one that was started rings once by itself, for what an
    earlier process has left behind.
    """

    def __init__(self) -> None:
        self._bells = {priority: Event() for priority in Priority}
        self._stopping = Event()
        self._threads: list[Thread] = []

    def ring(self, priority: Priority) -> None:
        """Wake the thread of this priority, without ever waiting for it."""
        self._bells[priority].set()

    def is_stopping(self) -> bool:
        """Tell the work that it shall end; it asks between batches."""
        return self._stopping.is_set()

    def start(self, drain: Callable[[Priority], None]) -> None:
        """Start the threads; each calls `drain` with its priority whenever its bell has rung."""
        self._stopping.clear()
        self._threads = [
            # Daemons, so that a drain that hangs cannot keep the process from ending.
            Thread(target=self._serve, args=(priority, drain), name=f"drain-{priority.label}", daemon=True)
            for priority in Priority
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads after the batch they are at; what is left stays in the store."""
        self._stopping.set()
        for bell in self._bells.values():
            bell.set()
        deadline = time.monotonic() + STOP_LIMIT_S
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0))
        self._threads = []

    def _serve(self, priority: Priority, drain: Callable[[Priority], None]) -> None:
        bell = self._bells[priority]
        bell.set()
        pause = FIRST_PAUSE_S
        while bell.wait() and not self._stopping.is_set():
            # Cleared first: what arrives while we work rings again.
            bell.clear()
            if _worked(priority, drain):
                pause = FIRST_PAUSE_S
            else:
                # After the pause it tries by itself: the ring that failed is not lost.
                bell.set()
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)


def _worked(priority: Priority, drain: Callable[[Priority], None]) -> bool:
    try:
        drain(priority)
    except UnavailableError as error:
        _LOG.warning("the %s queue waits: %s", priority.label, error)
        return False
    except Exception:  # noqa: BLE001 - the outermost loop of a thread: nobody above would hear of it
        _LOG.exception("draining the %s queue failed", priority.label)
        return False
    return True
