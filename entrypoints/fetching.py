"""Fetching from OpenPhone, plugged in; without a key nothing is fetched, and nothing waits for it."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.notifications import AppriseNotifier
from adapters.openphone_rest import OpenPhoneRest
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.plugging import asking_of, wants_of
from entrypoints.settings import Settings
from openphone_crm.fetching import Fetching
from openphone_crm.follow_up_work import Task
from openphone_crm.routing import route


def plug_in_fetching(
    settings: Settings,
    database: Database,
    clock: SystemClock,
    notifier: AppriseNotifier,
    openphone: OpenPhoneRest | None,
) -> Mapping[str, Task]:
    """Make the task that asks OpenPhone for what its webhooks left out."""
    if openphone is None:
        return {}
    fetching = Fetching(
        api=openphone,
        unit_of_work=database.unit_of_work,
        clock=clock,
        asking=asking_of(database, clock, notifier),
        handlers=(route, *wants_of(settings)),
        region=settings.default_region,
    )
    return fetching.tasks
