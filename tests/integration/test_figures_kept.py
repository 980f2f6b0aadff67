"""Figures of a real database: counted by who works, kept by the scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.scheduler import duties_of
from entrypoints.settings import Settings
from entrypoints.status_board import status_board_of
from openphone_crm.histories import Histories, Stretch
from openphone_crm.looking_back import AN_HOUR
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.rollups import Measure
from openphone_crm.testing import FakeOpenPhone
from openphone_crm.testing import builders as make
from openphone_crm.views import EventFilter

KEY = "whsec_c3RhbmRhcmQta2V5"


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """Lend one that has received what can be read, and one event that cannot."""
    settings = Settings.load({"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db", "CRM_WEBHOOK_KEYS": KEY})
    migrate(settings)
    with bootstrap(settings) as application:
        now = application.clock.now()
        for delivery in FakeOpenPhone(KEY, start=now).take(30, now):
            application.intake.receive(delivery.headers, delivery.body)
        application.database.inbox.add([make.arrival("unreadable", received_at=now)])
        yield application


def test_what_was_worked_on_is_in_the_figures(application: Application) -> None:
    """What was done is timed, a dead letter is counted by its cause, and hours are kept of it."""
    worked = _work(application)

    _keep_figures(application)

    status = status_board_of(application).now()
    history = Histories(rollups=application.database.rollups, clock=application.clock).of(Stretch.DAY)
    series = {name: [point.amount for point in points] for name, points in history.series.items()}
    assert (status.failed.part, status.failed.whole) == (1, worked)
    assert [group.count for group in status.dead_letters] == [1]
    assert (status.processing.window, status.processing.p99 is None) == (AN_HOUR, False)
    assert sum(amount or 0 for amount in series["processed"]) == worked - 1
    assert sum(amount or 0 for amount in series["received"]) == _received(application)


def test_totals_go_on(application: Application) -> None:
    """What was ever counted is the same however often figures are kept."""
    worked = _work(application)

    for _ in range(3):
        _keep_figures(application)

    totals = application.database.rollups.totals([Measure.RECEIVED, Measure.PROCESSED, Measure.FAILED])
    found = dict.fromkeys(Measure, 0.0)
    for total in totals:
        found[total.measure] += total.amount
    assert (found[Measure.PROCESSED], found[Measure.FAILED]) == (worked - 1, 1)
    assert found[Measure.RECEIVED] == _received(application)


def _received(application: Application) -> int:
    """How many events there are; some deliveries are repeats."""
    return len(application.database.events.find(EventFilter(), PageRequest(200)).items)


def _work(application: Application) -> int:
    """Work on all that is due; low events are gathered first, so that not all is."""
    return sum(
        application.processing.drain(priority, worker="w1", should_stop=lambda: False)
        for priority in Priority
    )


def _keep_figures(application: Application) -> None:
    for duty in duties_of(application):
        if duty.name in {"figures", "rolling"}:
            duty.run()
