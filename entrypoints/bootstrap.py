"""The composition root: where the core meets its adapters. Nothing happens at import."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import attrs
import structlog

from adapters.embedded_queue import EmbeddedJobQueue
from adapters.rq_queue import RqJobQueue
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.settings import Settings
from openphone_crm.contact_desk import ContactDesk
from openphone_crm.errors import CrmError
from openphone_crm.intake import Intake
from openphone_crm.processing import Problem, Processing
from openphone_crm.retry import RetryPolicy
from openphone_crm.webhooks import Tolerances

_LOG = structlog.get_logger(__name__)


@attrs.frozen(kw_only=True)
class Application:
    """The core, plugged in."""

    settings: Settings
    clock: SystemClock
    database: Database
    job_queue: EmbeddedJobQueue | RqJobQueue
    intake: Intake
    processing: Processing
    contact_desk: ContactDesk


@contextmanager
def bootstrap(settings: Settings) -> Iterator[Application]:
    """
    Plug the core in, and unplug it when the block ends.

    Connections are made when they are first needed: enter this after a fork, never before.
    """
    with closing(Database.open(settings.database_url)) as database:
        if settings.redis_url is None:
            yield _application(settings, database, EmbeddedJobQueue())
            return
        with closing(RqJobQueue(settings.redis_url)) as job_queue:
            yield _application(settings, database, job_queue)


def name_of_worker(label: str) -> str:
    """Name whoever works here: the machine, the process and its queue."""
    return f"{socket.gethostname()}:{os.getpid()}:{label}"


def _application(
    settings: Settings, database: Database, job_queue: EmbeddedJobQueue | RqJobQueue
) -> Application:
    clock = SystemClock()
    return Application(
        settings=settings,
        clock=clock,
        database=database,
        job_queue=job_queue,
        intake=_intake(settings, database, clock),
        processing=Processing(
            inbox=database.inbox,
            unit_of_work=database.unit_of_work,
            clock=clock,
            policy=RetryPolicy(base=timedelta(seconds=settings.retry_base_s)),
            region=settings.default_region,
            on_problem=_log_problem,
            on_notice=_log_notice,
        ),
        contact_desk=ContactDesk(books=database.contact_books, clock=clock, region=settings.default_region),
    )


def _intake(settings: Settings, database: Database, clock: SystemClock) -> Intake:
    keys = settings.signing_keys
    return Intake(
        inbox=database.inbox,
        clock=clock,
        keys=lambda: keys,
        tolerances=Tolerances(
            legacy=timedelta(seconds=settings.legacy_tolerance_s),
            standard=timedelta(seconds=settings.webhook_tolerance_s),
        ),
        low_batch=timedelta(seconds=settings.low_batch_s),
    )


def _log_problem(problem: Problem) -> None:
    """Say what went wrong; an error of our own says it in a sentence, any other with its traceback."""
    is_ours = isinstance(problem.error, CrmError)
    _LOG.error(
        "an event could not be processed",
        event_id=problem.event_id,
        event_type=problem.event_type,
        attempt=problem.attempt,
        is_final=problem.is_final,
        reason=str(problem.error),
        exc_info=None if is_ours else problem.error,
    )


def _log_notice(notice: str) -> None:
    _LOG.info(notice)
