"""Reconciliation, plugged in: by the schedule in a thread of its own, or for a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from functools import partial

import attrs
import structlog

from adapters.embedded_queue import EmbeddedJobQueue
from adapters.openphone_rest import OpenPhoneRest
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.health import leads_here
from entrypoints.plugging import asking_of, leaves_out_of, log_notice
from entrypoints.rounds import Duty, going_round
from entrypoints.stopping import Stopping
from openphone_crm.errors import DeferredError, RefusedError
from openphone_crm.reconciling.bringing import Bring, Bringing, bring_nothing
from openphone_crm.reconciling.deliveries import MissedDeliveries
from openphone_crm.reconciling.runs import Reconciling
from openphone_crm.reconciling.search import GapSearch

LOOK_S = 60.0
END_S = 5.0

_LOG = structlog.get_logger(__name__)


def reconciling_of(
    application: Application,
    openphone: OpenPhoneRest,
    *,
    label: str,
    is_dry: bool = False,
    politely: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Reconciling:
    """Make what goes through OpenPhone's history; what is found is due at once where nobody else works."""
    is_alone = isinstance(application.job_queue, EmbeddedJobQueue)
    intake = application.intake
    intake = attrs.evolve(intake, low_batch=timedelta()) if is_alone else intake
    bring: Bring = Bringing(intake=intake, job_queue=application.job_queue)
    bring = bring_nothing if is_dry else bring
    database, clock = application.database, application.clock
    deliveries = MissedDeliveries(
        api=openphone,
        receipts=database.receipts,
        intake=intake,
        bring=bring,
        clock=clock,
        is_ours=partial(leads_here, application.settings),
    )
    search = GapSearch(
        api=openphone,
        unit_of_work=database.unit_of_work,
        bring=bring,
        clock=clock,
        missed_deliveries=deliveries,
        low_batch=intake.low_batch,
        region=application.settings.default_region,
        leaves_out=leaves_out_of(application.settings),
        on_notice=log_notice,
    )
    return Reconciling(
        book=database.reconciliation_book,
        step=search.step,
        clock=clock,
        worker=name_of_worker(label),
        keeps=timedelta(days=application.settings.keep_events_days),
        politely=politely,
    )


@contextmanager
def reconciling_on_schedule(application: Application) -> Iterator[None]:
    """
    Go through the last hours once an hour, in a thread of its own, while the block lasts.

    A run takes as long as OpenPhone lets it; what is begun then is taken up by the next process.
    """
    openphone = application.openphone
    if openphone is None:
        yield
        return
    stopping = Stopping()
    asking = asking_of(application.database, application.clock, application.notifier)
    politely = partial(asking.politely, asked_for="history")
    reconciling = reconciling_of(application, openphone, label="schedule", politely=politely)
    duty = Duty("reconciliation", LOOK_S, partial(_advance, reconciling, stopping))
    with going_round("reconciliation", [duty], patience_s=END_S):
        try:
            yield
        finally:
            stopping.request()


def _advance(reconciling: Reconciling, stopping: Stopping) -> None:
    """Do what the schedule wants; what has to wait is looked at again a minute later."""
    try:
        reconciling.advance(stopping.is_requested)
    except (DeferredError, RefusedError) as error:
        _LOG.warning("reconciliation waits", reason=str(error))
