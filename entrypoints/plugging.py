"""The parts of the core, each plugged into what it needs."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from adapters.notifications import AppriseNotifier
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.settings import Settings
from openphone_crm.attempts import Problem
from openphone_crm.daily_reports import DailyReports
from openphone_crm.errors import CrmError
from openphone_crm.handlers.reading import want_reading
from openphone_crm.handlers.telling import want_telling
from openphone_crm.handling import Handler
from openphone_crm.intake import Intake
from openphone_crm.retention import Retention, RetentionPolicy
from openphone_crm.telling import Telling
from openphone_crm.webhooks import Tolerances

_LOG = structlog.get_logger(__name__)


def wants_of(settings: Settings) -> tuple[Handler, ...]:
    """List what reports may lead to; people are told where the settings name a channel."""
    telling = (want_telling,) if settings.notify_urls else ()
    return (*telling, want_reading)


def intake_of(settings: Settings, database: Database, clock: SystemClock) -> Intake:
    """Take deliveries in, with the keys and tolerances of the settings."""
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


def retention_of(settings: Settings, database: Database, clock: SystemClock) -> Retention:
    """Let go of what is older than the settings say."""
    policy = RetentionPolicy(
        payloads=timedelta(days=settings.keep_payloads_days),
        events=timedelta(days=settings.keep_events_days),
        reports=timedelta(days=settings.keep_reports_days),
    )
    return Retention(archive=database.archive, clock=clock, policy=policy)


def reports_of(
    settings: Settings, database: Database, clock: SystemClock, notifier: AppriseNotifier
) -> DailyReports:
    """Report each day's failures to those who run this."""
    return DailyReports(
        book=database.report_book,
        notifier=notifier,
        clock=clock,
        timezone=ZoneInfo(settings.timezone),
        public_url=settings.public_url,
    )


def telling_of(
    settings: Settings, database: Database, clock: SystemClock, notifier: AppriseNotifier
) -> Telling:
    """Tell the shop's people of what they should not miss."""
    return Telling(
        calls=database.calls,
        notifier=notifier,
        clock=clock,
        timezone=ZoneInfo(settings.timezone),
        public_url=settings.public_url,
        on_notice=log_notice,
    )


def log_problem(problem: Problem) -> None:
    """Say what went wrong; an error of our own says it in a sentence, any other with its traceback."""
    is_ours = isinstance(problem.error, CrmError)
    _LOG.error(
        "an attempt failed",
        work_id=problem.work_id,
        kind=problem.kind,
        attempt=problem.attempt,
        is_final=problem.is_final,
        reason=str(problem.error),
        exc_info=None if is_ours else problem.error,
    )


def log_notice(notice: str) -> None:
    """Say what is worth knowing."""
    _LOG.info(notice)
