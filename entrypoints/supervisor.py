"""Looking after child processes: started again when they die, ended together."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

import attrs
import structlog

from entrypoints.stopping import ParentGone

PAUSE_S = 1.0
"""
So long a queue is without its worker when an event has ended it.

No longer, however often that happens: such an event ends five of them, and others wait behind it.
"""
LOOK_S = 0.25
STOP_LIMIT_S = 30.0

# Forked before anything is opened: the modules are there already, and pools are built in the child.
_FORK = get_context("fork")
_LOG = structlog.get_logger(__name__)


@attrs.define
class _Child:
    name: str
    task: Callable[[], None]
    process: ForkProcess = attrs.field(init=False)
    due: float = attrs.field(default=0.0, init=False)

    def start(self) -> None:
        """Start the process; it works until it is told to stop."""
        self.process = _FORK.Process(target=self._work, name=self.name)
        self.process.start()
        self.due = 0.0

    def _work(self) -> None:
        try:
            self.task()
        except Exception:  # noqa: BLE001 - the outermost frame of a process
            _LOG.exception("a process fails", process=self.name)
            sys.exit(1)

    def look_after(self) -> None:
        """Start the process again, a moment after it has died."""
        if self.process.is_alive():
            return
        now = time.monotonic()
        if not self.due:
            self.due = now + PAUSE_S
            _LOG.error("a process died", process=self.name, exit_code=self.process.exitcode)
        elif now >= self.due:
            self.start()


class Supervisor:
    """Keeps one child process for each task, until SIGTERM or Ctrl-C."""

    def __init__(self, tasks: Mapping[str, Callable[[], None]]) -> None:
        self._children = [_Child(name, task) for name, task in tasks.items()]
        self._stopping = ParentGone()

    def run(self) -> None:
        """Start the children, keep them running, and return when all have ended."""
        for child in self._children:
            child.start()
        # After the forks, so that a child never takes a signal for its parent.
        self._stopping.listen_to_signals()
        while not self._stopping.is_requested():
            for child in self._children:
                child.look_after()
            self._stopping.pause(LOOK_S)
        self._stop()

    def _stop(self) -> None:
        """Pass the request on, and end what has not ended in time: leases make up for it."""
        deadline = time.monotonic() + STOP_LIMIT_S
        while (left := self._alive()) and time.monotonic() < deadline:
            for process in left:
                # Again and again: one that was just forked may not listen yet.
                process.terminate()
            wait([process.sentinel for process in left], timeout=PAUSE_S)
        for process in self._alive():
            process.kill()
            process.join()

    def _alive(self) -> list[ForkProcess]:
        return [child.process for child in self._children if child.process.is_alive()]
