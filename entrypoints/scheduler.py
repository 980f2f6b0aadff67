"""
The scheduler: rings for what is due and nobody has, and does what has to be done every so often.

Two of them do no harm: the second ring of half a minute is not heard, and every duty may be done twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import attrs
import structlog

from entrypoints.alerting import watching_alerts
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.directory import keeping_directory
from entrypoints.health import telling_of_faults, watching_health
from entrypoints.heartbeats import beating_for
from entrypoints.reconciling import reconciling_on_schedule
from entrypoints.rounds import Duty, Rounds, going_round
from entrypoints.settings import Settings
from entrypoints.stopping import Stopping
from openphone_crm.alert_rules.vital_signs import SCHEDULER
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.inbox import Inbox
from openphone_crm.ports.job_queue import JobQueue
from openphone_crm.rolling import Rolling

SWEEP_S = 1.0
RETENTION_S = 3600.0
LONGEST_RETENTION_S = 10.0
REPORTS_S = 60.0
RETRY_JOBS_S = 1.0
SAMPLE_S = 10.0
ROLL_S = 60.0

_LOG = structlog.get_logger(__name__)


@attrs.frozen(kw_only=True)
class Sweeper:
    """Finds what is due, whatever became of the first ring."""

    inbox: Inbox
    job_queue: JobQueue
    clock: Clock

    def sweep(self) -> None:
        """
        Ring for every priority in which something is due.

        Raises:
            UnavailableError: When the store or the queue is away.
        """
        for priority in sorted(self.inbox.due(self.clock.now())):
            self.job_queue.ring(priority)


def run_scheduler(settings: Settings) -> None:
    """Be the scheduler, until SIGTERM or Ctrl-C."""
    stopping = Stopping()
    stopping.listen_to_signals()
    with (
        bootstrap(settings) as application,
        going_round("duties", duties_of(application)),
        watching_health(application),
        watching_alerts(application),
        telling_of_faults(application),
        reconciling_on_schedule(application),
        keeping_directory(application),
    ):
        _LOG.info("the scheduler sweeps", every_s=SWEEP_S)
        if settings.redis_url is None:
            _LOG.warning("without CRM_REDIS_URL nobody hears this scheduler; `serve` has one of its own")
        Rounds(rounds_of(application)).run(should_stop=stopping.is_requested, pause=stopping.pause)


@contextmanager
def scheduling(application: Application) -> Iterator[None]:
    """Be the scheduler in threads while the block lasts."""
    with (
        going_round("sweeper", rounds_of(application)),
        going_round("duties", duties_of(application)),
        watching_health(application),
        watching_alerts(application),
        reconciling_on_schedule(application),
        keeping_directory(application),
    ):
        yield


def rounds_of(application: Application) -> list[Duty]:
    """List what nothing else may hold up: the sweeping, and that the scheduler is seen alive."""
    return [sweeping_of(application), beating_for(application, SCHEDULER)]


def sweeping_of(application: Application) -> Duty:
    """Sweep; a duty that nothing else may hold up."""
    sweeper = Sweeper(
        inbox=application.database.inbox, job_queue=application.job_queue, clock=application.clock
    )
    return Duty("sweep", SWEEP_S, sweeper.sweep)


def duties_of(application: Application) -> list[Duty]:
    """List what else has to be done every so often."""
    database = application.database
    rolling = Rolling(rollups=database.rollups, figures=database.figures, clock=application.clock)
    return [
        Duty("bulk retries", RETRY_JOBS_S, application.retrying.advance_all),
        Duty("daily reports", REPORTS_S, application.reports.make_due),
        Duty("figures", SAMPLE_S, rolling.sample),
        Duty("rolling", ROLL_S, rolling.roll),
        Duty("retention", RETENTION_S, lambda: _prune_for_a_while(application)),
    ]


def _prune_for_a_while(application: Application) -> None:
    """Let go of what is old; not for so long that other duties wait: what is left goes the next time."""
    ends = time.monotonic() + LONGEST_RETENTION_S
    application.retention.prune(lambda: time.monotonic() > ends)
