"""
The sweeper: rings for what is due and nobody has, whatever became of the first ring.

Two of them ring twice, which does no harm: the second ring of half a minute is not heard.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs
import structlog

from entrypoints.bootstrap import bootstrap
from entrypoints.settings import Settings
from entrypoints.stopping import Stopping
from openphone_crm.errors import UnavailableError
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.inbox import Inbox
from openphone_crm.ports.job_queue import JobQueue

INTERVAL_S = 1.0

_LOG = structlog.get_logger(__name__)


@attrs.define(kw_only=True)
class Sweeper:
    """Looks once a second whether something is due."""

    inbox: Inbox
    job_queue: JobQueue
    clock: Clock
    _trouble: str | None = attrs.field(default=None, init=False)

    def run(self, *, should_stop: Callable[[], bool], pause: Callable[[float], None]) -> None:
        """Sweep until told to stop; says once that something is away, and once that it is back."""
        while not should_stop():
            try:
                self.sweep()
            except UnavailableError as error:
                self._note(error.what, reason=str(error))
            except Exception:  # noqa: BLE001 - the outermost loop: sweeping goes on, whatever it was
                _LOG.exception("a sweep failed")
            else:
                self._note(None)
            pause(INTERVAL_S)

    def sweep(self) -> None:
        """
        Ring for every priority in which something is due.

        Raises:
            UnavailableError: When the store or the queue is away.
        """
        for priority in sorted(self.inbox.due(self.clock.now())):
            self.job_queue.ring(priority)

    def _note(self, trouble: str | None, *, reason: str = "") -> None:
        if trouble and trouble != self._trouble:
            _LOG.warning("the sweeper waits", reason=reason)
        if self._trouble and not trouble:
            _LOG.warning("the sweeper goes on", was_away=self._trouble)
        self._trouble = trouble


def run_scheduler(settings: Settings) -> None:
    """Be the scheduler, until SIGTERM or Ctrl-C."""
    stopping = Stopping()
    stopping.listen_to_signals()
    with bootstrap(settings) as application:
        _LOG.info("the scheduler sweeps", every_s=INTERVAL_S)
        if settings.redis_url is None:
            _LOG.warning("without CRM_REDIS_URL nobody hears this scheduler; `serve` has one of its own")
        Sweeper(
            inbox=application.database.inbox, job_queue=application.job_queue, clock=application.clock
        ).run(should_stop=stopping.is_requested, pause=stopping.pause)
