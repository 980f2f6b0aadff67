"""The web application of one serving process."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from types import MappingProxyType
from typing import TypeAlias

from adapters.falcon_http import HttpParts, Web, create_app
from adapters.metrics import Tallies
from entrypoints.alerting import watching_scheduler
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.embedded import draining
from entrypoints.known_keys import refreshing_keys
from entrypoints.metrics import metrics_of
from entrypoints.readiness import Readiness
from entrypoints.scheduler import scheduling
from entrypoints.setting_texts import shown_settings
from entrypoints.settings import WEBHOOK_KEYS, Settings, environment
from entrypoints.status_board import status_board_of
from entrypoints.tokens import token_desk_of
from openphone_crm.histories import Histories
from openphone_crm.priority import Priority

Companion: TypeAlias = Callable[[Application], AbstractContextManager[None]]
"""Something that runs beside the application for as long as its process lives."""


def create(
    settings: Settings | None = None,
    companions: Iterable[Companion] | None = None,
    sign_in_keys: Mapping[str, str] = MappingProxyType({}),
    *,
    tallies: Tallies | None = None,
) -> Web:
    """
    Build the application of this process; call it after the fork.

    Without Redis the workers and the scheduler are threads beside it. `sign_in_keys` are what links for
    signing in hold; `tallies`, made before the fork, are where all processes count. All is closed when the
    process ends, and not with the ASGI lifespan, whose end gunicorn leaves out when it stops at once.
    """
    settings = settings or Settings.load(environment(), needs=[WEBHOOK_KEYS])
    life = ExitStack()
    atexit.register(life.close)
    application = life.enter_context(bootstrap(settings))
    life.enter_context(refreshing_keys(application))
    for companion in usual_companions(settings) if companions is None else companions:
        life.enter_context(companion(application))
    return create_app(_parts(application, sign_in_keys, tallies))


def usual_companions(settings: Settings) -> list[Companion]:
    """Name what runs beside the application: little where Redis rings for other processes."""
    return [watching_scheduler, *([] if settings.redis_url else [draining, scheduling])]


def _parts(application: Application, sign_in_keys: Mapping[str, str], tallies: Tallies | None) -> HttpParts:
    database, board = application.database, status_board_of(application)
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
        change_feed=database.change_feed,
        tokens=database.tokens,
        token_desk=token_desk_of(application),
        audit=database.audit,
        settings=shown_settings(application.settings),
        signing_in=application.signing_in,
        replies=database.replies,
        contact_desk=application.contact_desk,
        text_desk=application.text_desk,
        status_board=board,
        histories=Histories(rollups=database.rollups, clock=application.clock),
        alert_book=database.alert_book,
        call_desk=application.call_desk,
        approvals=database.approvals,
        extractions=database.extractions,
        notes=database.notes,
        reading_matter=database.reading_matter,
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
        record=application.record,
        readiness=Readiness(application),
        metrics=metrics_of(board, tallies),
        metrics_token=application.settings.metrics_token,
        cors_origins=frozenset(application.settings.cors_origins),
        region=application.settings.default_region,
        timezone=application.settings.timezone,
        public_url=application.settings.public_url,
        sign_in_keys=sign_in_keys,
    )


def _ring(application: Application, priorities: Iterable[Priority]) -> None:
    for priority in priorities:
        application.job_queue.ring(priority)
