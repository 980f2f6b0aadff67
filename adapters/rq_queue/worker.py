"""RQ's worker as this house needs it: one queue, no forks, and no way in from outside."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

from rq.exceptions import StopRequested
from rq.timeouts import BaseDeathPenalty
from rq.worker import SimpleWorker

from .connection import DoorbellConnection
from .job import SERIALIZER, DrainJob, DrainQueue

WORKER_TTL_S = 25
MAINTENANCE_S = 5


class FatalTimeout(BaseDeathPenalty):
    """
    Ends the process that is stuck in a job.

    RQ raises an exception in the middle of the job, which the job may catch, and which never comes while it
    hangs outside of Python. A dead worker is started again, and its events are found by their leases.
    """

    def setup_death_penalty(self) -> None:
        """Ask for a signal that nobody handles."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(self._timeout))

    def cancel_death_penalty(self) -> None:
        """Be content."""
        signal.alarm(0)


class DrainWorker(SimpleWorker):
    """
    A worker that runs drains in its own process.

    With one queue a job moves into the worker's hands atomically (BLMOVE); with several RQ 3.0 loses jobs.
    """

    death_penalty_class = FatalTimeout
    queue_class = DrainQueue
    job_class = DrainJob

    def __init__(
        self, queue: str, *, name: str, connection: DoorbellConnection, should_stop: Callable[[], bool]
    ) -> None:
        super().__init__(
            [queue],
            name=name,
            connection=connection,
            serializer=SERIALIZER,
            worker_ttl=WORKER_TTL_S,
            # An idle worker of RQ's defaults does no maintenance for 405 seconds.
            maintenance_interval=MAINTENANCE_S,
            default_result_ttl=0,
        )
        self._should_stop = should_stop

    @property
    def dequeue_timeout(self) -> int:
        """How many seconds to wait for a job before looking up: so long a stop takes at most."""
        return 1

    @property
    def connection_timeout(self) -> int:
        """How many seconds Redis may take for an answer: little longer than it is asked to wait for a job."""
        return self.dequeue_timeout + 1

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:  # noqa: ANN401 - RQ's pipeline
        """Say that we live, or stop here when we shall: RQ comes by before and after each wait."""
        if pipeline is None and self._should_stop():
            raise StopRequested
        super().heartbeat(timeout, pipeline)

    def _install_signal_handlers(self) -> None:
        """Leave the signals to the process: RQ's handlers raise wherever the work happens to be."""

    def subscribe(self) -> None:
        """Take no commands through Redis, such as to stop."""

    def unsubscribe(self) -> None:
        """End what was never begun."""

    def set_shutdown_requested_date(self) -> None:
        """Note nothing."""
