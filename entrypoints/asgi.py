"""The web application of one serving process."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from typing import TypeAlias

from adapters.falcon_http import HttpParts, Web, create_app
from adapters.rq_queue import RqJobQueue
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.embedded import draining
from entrypoints.known_keys import refreshing_keys
from entrypoints.scheduler import scheduling
from entrypoints.settings import WEBHOOK_KEYS, Settings, environment
from entrypoints.status_board import status_board_of
from openphone_crm.priority import Priority

Companion: TypeAlias = Callable[[Application], AbstractContextManager[None]]
"""Something that runs beside the application for as long as its process lives."""


def create(settings: Settings | None = None, companions: Iterable[Companion] | None = None) -> Web:
    """
    Build the application of this process; call it after the fork.

    Without Redis the workers and the scheduler are threads beside it. All is closed when the process
    ends, and not with the ASGI lifespan, whose end gunicorn leaves out when it stops at once.
    """
    settings = settings or Settings.load(environment(), needs=[WEBHOOK_KEYS])
    life = ExitStack()
    atexit.register(life.close)
    application = life.enter_context(bootstrap(settings))
    life.enter_context(refreshing_keys(application))
    for companion in usual_companions(settings) if companions is None else companions:
        life.enter_context(companion(application))
    return create_app(_parts(application))


def usual_companions(settings: Settings) -> list[Companion]:
    """Name what runs beside the application: nothing where Redis rings for other processes."""
    return [] if settings.redis_url else [draining, scheduling]


def _parts(application: Application) -> HttpParts:
    database = application.database
    return HttpParts(
        intake=application.intake,
        ring=lambda priorities: _ring(application, priorities),
        conversations=database.conversations,
        calls=database.calls,
        contacts=database.contacts,
        events=database.events,
        files=database.files,
        file_storage=application.file_storage,
        changes=database.changes,
        tokens=database.tokens,
        replies=database.replies,
        contact_desk=application.contact_desk,
        text_desk=application.text_desk,
        status_board=status_board_of(application),
        alert_book=database.alert_book,
        call_desk=application.call_desk,
        approvals=database.approvals,
        extractions=database.extractions,
        notes=database.notes,
        approval_desk=application.approval_desk,
        review_desk=application.review_desk,
        retrying=application.retrying,
        erasing=application.erasing,
        failures=database.failures,
        failure_desk=application.failure_desk,
        daily_reports=application.reports,
        unit_of_work=database.unit_of_work,
        clock=application.clock,
        count_refusals=database.traffic.add_refusals,
        readiness=lambda: _readiness(application),
        cors_origins=frozenset(application.settings.cors_origins),
        region=application.settings.default_region,
    )


def _ring(application: Application, priorities: Iterable[Priority]) -> None:
    for priority in priorities:
        application.job_queue.ring(priority)


def _readiness(application: Application) -> dict[str, str]:
    """Tell how the parts are; without the database nothing can be served, without Redis everything can."""
    application.database.check()
    bell = application.job_queue
    redis = ("ok" if bell.is_up() else "down") if isinstance(bell, RqJobQueue) else "off"
    return {"database": "ok", "migrations": "ok", "redis": redis}
