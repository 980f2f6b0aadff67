"""The composition root: where the core meets its adapters. Nothing happens at import."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from functools import partial

import attrs
import structlog

from adapters.embedded_queue import EmbeddedJobQueue
from adapters.file_storage import file_storage_at
from adapters.notifications import AppriseNotifier
from adapters.openphone_rest import OpenPhoneRest
from adapters.rq_queue import RqJobQueue
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.fetching import plug_in_fetching
from entrypoints.files import plug_in_files
from entrypoints.openphone import openphone_of
from entrypoints.plugging import (
    asking_of,
    intake_of,
    known_keys_of,
    leaves_out_of,
    log_notice,
    reports_of,
    retention_of,
    telling_of,
    texting_of,
    wants_of,
)
from entrypoints.reading import plug_in_reading
from entrypoints.settings import Settings
from entrypoints.tracing import Record, tracing
from entrypoints.watchdog import Watchdog
from entrypoints.work_log import WorkLog
from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.click_to_call import CallDesk
from openphone_crm.contact_desk import ContactDesk
from openphone_crm.daily_reports import DailyReports
from openphone_crm.erasing import Erasing
from openphone_crm.failure_desk import FailureDesk
from openphone_crm.follow_up_work import FollowUpWork
from openphone_crm.handlers.fetching import FETCH
from openphone_crm.handlers.reading import EXTRACT
from openphone_crm.handling import Handler
from openphone_crm.intake import Intake
from openphone_crm.known_keys import KnownKeys
from openphone_crm.notifications import Audience
from openphone_crm.ports.file_storage import FileStorage
from openphone_crm.processing import Processing
from openphone_crm.retention import Retention
from openphone_crm.retry import RetryPolicy
from openphone_crm.retrying import Retrying
from openphone_crm.review_desk import ReviewDesk
from openphone_crm.signing_in import SigningIn
from openphone_crm.texting.desk import TextDesk
from openphone_crm.texting.sending import SEND_TEXT
from openphone_crm.time_limits import TimeLimits

_LOG = structlog.get_logger(__name__)


@attrs.frozen(kw_only=True)
class Application:
    """The core, plugged in."""

    settings: Settings
    clock: SystemClock
    database: Database
    job_queue: EmbeddedJobQueue | RqJobQueue
    known_keys: KnownKeys
    intake: Intake
    processing: Processing
    signing_in: SigningIn
    contact_desk: ContactDesk
    text_desk: TextDesk
    call_desk: CallDesk
    approval_desk: ApprovalDesk
    review_desk: ReviewDesk
    notifier: AppriseNotifier
    follow_up_work: FollowUpWork
    retrying: Retrying
    retention: Retention
    erasing: Erasing
    failure_desk: FailureDesk
    reports: DailyReports
    openphone: OpenPhoneRest | None
    file_storage: FileStorage
    record: Record | None = None


@contextmanager
def bootstrap(
    settings: Settings,
    *,
    extra_handlers: Sequence[Handler] = (),
    time_limits: TimeLimits = TimeLimits(),  # noqa: B008 - a value that never changes
) -> Iterator[Application]:
    """
    Plug the core in, and unplug it when the block ends.

    Connections are made when they are first needed: enter this after a fork, never before.
    `extra_handlers` are called with every report beside its own handler.
    """
    with ExitStack() as plugged:
        database = plugged.enter_context(closing(Database.open(settings.database_url)))
        bell: EmbeddedJobQueue | RqJobQueue = EmbeddedJobQueue()
        if settings.redis_url is not None:
            bell = plugged.enter_context(closing(RqJobQueue(settings.redis_url)))
        openphone = openphone_of(settings, database, SystemClock())
        if openphone is not None:
            plugged.enter_context(closing(openphone))
        application = _application(settings, database, bell, openphone)
        # One for all: Python has one alarm in each process.
        watchdog = Watchdog()
        work_log = WorkLog(plugged.enter_context(tracing(settings)))
        processing = attrs.evolve(
            application.processing,
            extra_handlers=extra_handlers,
            time_limits=time_limits,
            watch=partial(watchdog.watch, time_limits.event),
            on_done=work_log.event_done,
            on_problem=work_log.problem,
        )
        follow_up_work = application.follow_up_work
        follow_up_work = work_log.of_follow_ups(
            attrs.evolve(follow_up_work, watch=partial(watchdog.watch, follow_up_work.time_limits.event))
        )
        yield attrs.evolve(
            application, processing=processing, follow_up_work=follow_up_work, record=work_log.record
        )


def name_of_worker(label: str) -> str:
    """Name whoever works here: the machine, the process and its queue."""
    return f"{socket.gethostname()}:{os.getpid()}:{label}"


def _application(
    settings: Settings,
    database: Database,
    job_queue: EmbeddedJobQueue | RqJobQueue,
    openphone: OpenPhoneRest | None,
) -> Application:
    clock = SystemClock()
    policy = RetryPolicy(base=timedelta(seconds=settings.retry_base_s))
    notifier = AppriseNotifier(
        {Audience.PEOPLE: settings.notify_urls, Audience.OPERATORS: settings.alert_urls}
    )
    reading = plug_in_reading(settings, database, clock, notifier)
    storage = file_storage_at(settings.storage_url)
    known_keys = known_keys_of(settings, database, clock)
    return Application(
        settings=settings,
        clock=clock,
        database=database,
        job_queue=job_queue,
        known_keys=known_keys,
        intake=intake_of(settings, database, clock, known_keys),
        processing=Processing(
            inbox=database.inbox,
            unit_of_work=database.unit_of_work,
            clock=clock,
            policy=policy,
            region=settings.default_region,
            wants=wants_of(settings),
            leaves_out=leaves_out_of(settings),
            on_notice=log_notice,
        ),
        signing_in=SigningIn(
            tokens=database.tokens, sessions=database.sessions, audit=database.audit, clock=clock
        ),
        contact_desk=ContactDesk(
            unit_of_work=database.unit_of_work, clock=clock, region=settings.default_region
        ),
        text_desk=TextDesk(
            unit_of_work=database.unit_of_work,
            conversations=database.conversations,
            texts=database.outgoing_texts,
            clock=clock,
            can_send=openphone is not None,
        ),
        call_desk=CallDesk(
            contacts=database.contacts,
            conversations=database.conversations,
            audit=database.audit,
            clock=clock,
        ),
        approval_desk=ApprovalDesk(unit_of_work=database.unit_of_work, clock=clock),
        review_desk=ReviewDesk(unit_of_work=database.unit_of_work, clock=clock),
        retrying=Retrying(jobs=database.retry_jobs, events=database.events, job_queue=job_queue, clock=clock),
        retention=retention_of(settings, database, clock),
        erasing=Erasing(erasures=database.erasures, clock=clock, region=settings.default_region),
        failure_desk=FailureDesk(failures=database.failures, clock=clock),
        reports=reports_of(settings, database, clock, notifier),
        notifier=notifier,
        openphone=openphone,
        file_storage=storage,
        follow_up_work=FollowUpWork(
            follow_ups=database.follow_ups,
            unit_of_work=database.unit_of_work,
            clock=clock,
            tasks={
                **telling_of(settings, database, clock, notifier).tasks,
                **texting_of(database, clock, notifier, openphone),
                **plug_in_fetching(settings, database, clock, notifier, openphone),
                **plug_in_files(settings, database, clock, notifier, openphone, storage=storage),
            },
            batch_tasks={EXTRACT: reading},
            gates={
                EXTRACT: reading.requests.is_open,
                **dict.fromkeys((FETCH, SEND_TEXT), asking_of(database, clock, notifier).is_open),
            },
            policy=policy,
        ),
    )
