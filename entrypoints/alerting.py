"""Alerts, plugged in: the scheduler watches how the system is, and whoever serves watches the scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from adapters.gemini_extractor import MOST_OUTPUT_TOKENS
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.disks import disks_of
from entrypoints.extractors import PATTERN, chosen_extractor
from entrypoints.health import alarms_of, only_sending
from entrypoints.heartbeats import BEAT_S, BEATS_WITHIN_LIMIT
from entrypoints.reading import prices_of
from entrypoints.rounds import Duty, going_round
from entrypoints.settings import Settings
from entrypoints.stopping import Stopping
from openphone_crm.alert_rules.vital_signs import Thresholds
from openphone_crm.alert_watch import AlertWatch
from openphone_crm.examining import Budget, Examining
from openphone_crm.model_requests import PROMPT_CHARACTERS
from openphone_crm.priority import Priority
from openphone_crm.scheduler_watch import SchedulerWatch

LOOK_AT_SCHEDULER_S = 30.0


@contextmanager
def watching_alerts(application: Application) -> Iterator[None]:
    """Watch how the system is, in a thread of its own, while the block lasts."""
    every_s = min(BEAT_S, application.settings.alert_heartbeat_s / BEATS_WITHIN_LIMIT)
    with going_round("alerts", [Duty("alerts", every_s, alert_watch_of(application).watch)]):
        yield


@contextmanager
def watching_scheduler(application: Application) -> Iterator[None]:
    """
    Look for the scheduler every half minute, in a thread of a process that serves, while the block lasts.

    While there is none, this thread sends what is to be told: there may be no worker either.
    """
    watch, stopping = scheduler_watch_of(application), Stopping()
    drain = partial(
        only_sending(application.follow_up_work).drain,
        worker=name_of_worker("telling"),
        should_stop=stopping.is_requested,
    )

    def look() -> None:
        if watch.watch():
            drain()

    every_s = min(LOOK_AT_SCHEDULER_S, application.settings.alert_heartbeat_s / BEATS_WITHIN_LIMIT)
    with going_round("scheduler watch", [Duty("scheduler watch", every_s, look)]):
        try:
            yield
        finally:
            stopping.request()


def alert_watch_of(application: Application) -> AlertWatch:
    """Judge this system by the thresholds of its settings."""
    database, settings = application.database, application.settings
    examining = Examining(
        figures=database.figures,
        rollups=database.rollups,
        heartbeats=database.heartbeats,
        readings=database.readings,
        send_log=database.send_log,
        notifier=application.notifier,
        clock=application.clock,
        disks=partial(disks_of, settings),
        budget=budget_of(settings),
    )
    return AlertWatch(
        examine=examining.examine, alarms=alarms_of(application), thresholds=thresholds_of(settings)
    )


def scheduler_watch_of(application: Application) -> SchedulerWatch:
    """Look for the scheduler of this system."""
    return SchedulerWatch(
        heartbeats=application.database.heartbeats,
        alarms=alarms_of(application),
        clock=application.clock,
        limit=timedelta(seconds=application.settings.alert_heartbeat_s),
    )


def thresholds_of(settings: Settings) -> Thresholds:
    """Say how much is too much."""
    oldest = zip(Priority, settings.alert_oldest_s, strict=True)
    return Thresholds(
        processing=timedelta(seconds=settings.alert_processing_s),
        failed_ratio=settings.alert_failed_ratio,
        queue_depth=settings.alert_queue_depth,
        oldest={priority: timedelta(seconds=seconds) for priority, seconds in oldest},
        disk_free=settings.alert_disk_free,
        heartbeat=timedelta(seconds=settings.alert_heartbeat_s),
    )


def budget_of(settings: Settings) -> Budget | None:
    """Say what reading may cost; None where it costs nothing, or may cost anything."""
    budget_usd = settings.gemini_monthly_budget_usd
    if budget_usd is None or chosen_extractor(settings) == PATTERN:
        return None
    next_usd = prices_of(settings).estimate(PROMPT_CHARACTERS, expected_output_tokens=MOST_OUTPUT_TOKENS)
    return Budget(month_usd=budget_usd, next_usd=next_usd)
