"""Watching the system's health, plugged in: checks, silence, refused signatures and an absent database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from zoneinfo import ZoneInfo

import attrs

from adapters.openphone_rest import OpenPhoneRest
from adapters.rq_queue import RqJobQueue
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.plugging import checked_numbers_of
from entrypoints.rounds import Duty, going_round
from entrypoints.settings import Settings
from entrypoints.stopping import Stopping
from openphone_crm.alarms import Alarms
from openphone_crm.errors import UnavailableError
from openphone_crm.follow_up_work import FollowUpWork
from openphone_crm.health.markers import CheckedNumbers
from openphone_crm.health_checking import HealthChecking
from openphone_crm.health_probes import TestEventProbe, TextProbe
from openphone_crm.remote import Registration
from openphone_crm.sendings import SEND
from openphone_crm.store_alarm import StoreAlarm
from openphone_crm.traffic_watch import TrafficWatch

ATTEND_S = 10.0
TELL_S = 5.0
SEND_LIMIT_S = 20.0
WATCH_S = 60.0
WEBHOOK_PATH = "/webhooks/openphone"


@contextmanager
def watching_health(application: Application) -> Iterator[None]:
    """Watch in a thread of its own while the block lasts: whoever asks OpenPhone may have to wait."""
    with going_round("health", duties_of(application)):
        yield


@contextmanager
def telling_of_faults(application: Application) -> Iterator[None]:
    """
    Send what is to be told, and nothing else, in a thread of this process while the block lasts.

    Were it left to the workers, nobody would hear that there are none.
    """
    work, stopping = only_sending(application.follow_up_work), Stopping()
    drain = partial(work.drain, worker=name_of_worker("telling"), should_stop=stopping.is_requested)
    # What is sent and not written down is sent again: the one that is under way may end.
    with going_round("telling", [Duty("telling", TELL_S, drain)], patience_s=SEND_LIMIT_S):
        try:
            yield
        finally:
            stopping.request()


def only_sending(work: FollowUpWork) -> FollowUpWork:
    """Work on what is to be told, and on nothing else."""
    others = {*work.tasks, *work.batch_tasks} - {SEND}
    return attrs.evolve(work, gates=dict.fromkeys(others, _closed))


def health_of(application: Application) -> HealthChecking | None:
    """Make what checks the health; None where the settings leave it off."""
    numbers, openphone = checked_numbers_of(application.settings), application.openphone
    return _health(application, openphone, numbers) if numbers and openphone else None


def duties_of(application: Application) -> list[Duty]:
    """List what has to be looked at every so often."""
    health = health_of(application)
    alarm = StoreAlarm(notifier=application.notifier, clock=application.clock)
    watch = TrafficWatch(
        traffic=application.database.traffic,
        alarms=alarms_of(application),
        clock=application.clock,
        timezone=ZoneInfo(application.settings.timezone),
    )
    checks = [Duty("health checks", ATTEND_S, health.attend)] if health else []
    return [
        Duty("database", ATTEND_S, partial(look_after, alarm, application.database.check)),
        Duty("traffic", WATCH_S, watch.watch),
        *checks,
    ]


def alarms_of(application: Application) -> Alarms:
    """Have those who run this told of what is wrong."""
    return Alarms(
        book=application.database.alert_book, notifier=application.notifier, clock=application.clock
    )


def _health(application: Application, openphone: OpenPhoneRest, numbers: CheckedNumbers) -> HealthChecking:
    database, clock = application.database, application.clock
    is_ours = partial(leads_here, application.settings)
    return HealthChecking(
        probes=(
            TextProbe(api=openphone, numbers=numbers),
            TestEventProbe(api=openphone, clock=clock, is_ours=is_ours),
        ),
        checks=database.health_checks,
        sightings=database.sightings,
        traffic=database.traffic,
        alarms=alarms_of(application),
        clock=clock,
        is_bell_up=partial(_is_bell_up, application),
    )


def leads_here(settings: Settings, registration: Registration) -> bool:
    """Whether a webhook leads here: to our path, and at our public address where that is set."""
    if settings.public_url is None:
        return registration.url.endswith(WEBHOOK_PATH)
    return registration.url == settings.public_url.rstrip("/") + WEBHOOK_PATH


def _closed() -> bool:
    return False


def _is_bell_up(application: Application) -> bool:
    bell = application.job_queue
    return bell.is_up() if isinstance(bell, RqJobQueue) else True


def look_after(alarm: StoreAlarm, check: Callable[[], None]) -> None:
    """
    See whether the database is there, and have it told when it is not, or is again.

    Raises:
        UnavailableError: When it is away.
    """
    try:
        check()
    except UnavailableError as error:
        alarm.away(error)
        raise
    alarm.back()
