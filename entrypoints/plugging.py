"""The parts of the core, each plugged into what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from adapters.notifications import AppriseNotifier
from adapters.openphone_rest import OpenPhoneRest
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.openphone import Keyless
from entrypoints.settings import Settings
from openphone_crm.alarms import Alarms
from openphone_crm.asking import Asking
from openphone_crm.daily_reports import DailyReports
from openphone_crm.events import Report
from openphone_crm.follow_up_work import Task
from openphone_crm.handlers.fetching import want_fetching
from openphone_crm.handlers.files import want_files
from openphone_crm.handlers.reading import want_reading
from openphone_crm.handlers.telling import want_telling
from openphone_crm.handling import Handler
from openphone_crm.health.markers import CheckedNumbers
from openphone_crm.intake import Intake
from openphone_crm.known_keys import KnownKeys
from openphone_crm.retention import Retention, RetentionPolicy
from openphone_crm.telling import Telling
from openphone_crm.texting.sending import SendingTexts
from openphone_crm.webhooks import Tolerances

_LOG = structlog.get_logger(__name__)


def wants_of(settings: Settings) -> tuple[Handler, ...]:
    """
    List what reports may lead to.

    People are told where the settings name a channel, and OpenPhone is asked where they have its key.
    """
    is_asked_for = settings.openphone_api_key is not None
    telling = (partial(want_telling, is_asked_for=is_asked_for),) if settings.notify_urls else ()
    fetching = (want_fetching,) if is_asked_for else ()
    return (*telling, *fetching, want_files, want_reading)


def checked_numbers_of(settings: Settings) -> CheckedNumbers | None:
    """Name the numbers of the health check; None where one is not set."""
    if settings.main_number is None or settings.monitor_number is None:
        return None
    return CheckedNumbers(main=settings.main_number, monitor=settings.monitor_number)


def leaves_out_of(settings: Settings) -> Callable[[Report], bool]:
    """Leave our own health checks out of the CRM."""
    numbers = checked_numbers_of(settings)
    return numbers.are_checked_by if numbers else lambda _: False


def known_keys_of(settings: Settings, database: Database, clock: SystemClock) -> KnownKeys:
    """Know the keys of the settings, and those of the database whenever it is asked."""
    return KnownKeys(given=settings.signing_keys, store=database.webhook_keys, clock=clock)


def intake_of(settings: Settings, database: Database, clock: SystemClock, keys: KnownKeys) -> Intake:
    """Take deliveries in, with the tolerances of the settings."""
    return Intake(
        inbox=database.inbox,
        clock=clock,
        keys=keys,
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
        is_asked_for=settings.openphone_api_key is not None,
        on_notice=log_notice,
    )


def asking_of(database: Database, clock: SystemClock, notifier: AppriseNotifier) -> Asking:
    """Ask OpenPhone politely, and leave it alone when any process was told to."""
    alarms = Alarms(book=database.alert_book, notifier=notifier, clock=clock)
    return Asking(alarms=alarms, clock=clock, pacer=database.pacer)


def texting_of(
    database: Database, clock: SystemClock, notifier: AppriseNotifier, openphone: OpenPhoneRest | None
) -> Mapping[str, Task]:
    """Send what people here write; without a key what still waits to be sent ends as failed, and rings."""
    sending = SendingTexts(
        api=openphone or Keyless(),
        texts=database.outgoing_texts,
        conversations=database.conversations,
        clock=clock,
        asking=asking_of(database, clock, notifier),
    )
    return sending.tasks


def log_notice(notice: str) -> None:
    """Say what is worth knowing."""
    _LOG.info(notice)
