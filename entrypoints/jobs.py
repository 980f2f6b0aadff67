"""
The function that RQ runs.

Its dotted name, `entrypoints.jobs.drain`, is stored in Redis: never move or rename it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Protocol

import attrs
import structlog
from structlog.contextvars import bound_contextvars

from openphone_crm.errors import UnavailableError
from openphone_crm.ports.job_queue import JobQueue
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing

SHIFT_S = 20.0

_LOG = structlog.get_logger(__name__)


class Bell(JobQueue, Protocol):
    """A bell that says when it may ring again."""

    def clear(self, priority: Priority) -> None:
        """Let the next ring be heard."""
        ...


@attrs.define(kw_only=True)
class Shift:
    """What a worker process needs in order to drain its queue."""

    processing: Processing
    bell: Bell
    worker: str
    should_stop: Callable[[], bool]
    _is_waiting: bool = attrs.field(default=False, init=False)

    def drain(self, priority: Priority) -> None:
        """
        Work until nothing is due, for 20 seconds at most, or until the process shall end.

        What could not be done now rings again, or is found by the sweeper; nothing is raised, since nobody
        above could do more than log it.
        """
        # Cleared first: what arrives while we work must be able to ring.
        with suppress(UnavailableError):
            self.bell.clear(priority)
        ends = time.monotonic() + SHIFT_S
        with bound_contextvars(worker=self.worker):
            try:
                self._work(priority, lambda: self.should_stop() or time.monotonic() > ends)
            except UnavailableError as error:
                self._note_waiting(priority, error)
            except Exception:  # noqa: BLE001 - RQ would do no more than log it
                _LOG.exception("a drain failed", queue=priority.label)

    def _work(self, priority: Priority, should_stop: Callable[[], bool]) -> None:
        worked = self.processing.drain(priority, worker=self.worker, should_stop=should_stop)
        if worked:
            _LOG.info("events were worked on", queue=priority.label, events=worked)
        self._note_working(priority)
        if should_stop():
            with suppress(UnavailableError):
                self.bell.ring(priority)

    def _note_waiting(self, priority: Priority, reason: UnavailableError) -> None:
        if not self._is_waiting:
            _LOG.warning("the work waits", queue=priority.label, reason=str(reason))
        self._is_waiting = True

    def _note_working(self, priority: Priority) -> None:
        if self._is_waiting:
            _LOG.warning("the work goes on", queue=priority.label)
        self._is_waiting = False


_ON_DUTY: ContextVar[Shift] = ContextVar("the shift of this worker process")


def begin(shift: Shift) -> None:
    """Let the drains of this process, and of no other, be done by this shift."""
    _ON_DUTY.set(shift)


def drain(label: str) -> None:
    """Drain the queue of that label: the job that the bell brings."""
    priority = Priority[label.upper()]
    _ON_DUTY.get().drain(priority)
