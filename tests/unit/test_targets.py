"""Figures beside what they should be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.ids import AlertId
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import ReconciliationFigures, Tally
from openphone_crm.status import Health, ProcessingTimes, QueueFigures, ReadingFigures, Status
from openphone_crm.targets import Gauge, Mark, gauges_of, summary_of

NOTHING = Status(
    at=datetime(2026, 4, 13, tzinfo=UTC),
    alerts=(),
    health=Health(is_on=False),
    queues={priority: QueueFigures() for priority in Priority},
    processing=ProcessingTimes(),
    failed=Share(0, 0),
    retries=0,
    dead_letters=(),
    reading=ReadingFigures(model="pattern/1", verdicts={}),
    reconciliation=ReconciliationFigures(latest=None, recent=Tally(), total=Tally()),
    our_lines=0,
    last_delivery_at=None,
    heartbeats={},
    features={},
)


def gauge(name: str, **changes: Any) -> Gauge:  # noqa: ANN401 - any field of a status
    """Give the gauge whose name begins so, of a status with these changes."""
    status = attrs.evolve(NOTHING, **changes)
    return next(one for one in gauges_of(status) if one.name.startswith(name))


def test_without_figures_nothing_is_judged() -> None:
    """Where there is nothing to say yet, nothing is good or bad."""
    assert {one.mark for one in gauges_of(NOTHING)} == {Mark.NEUTRAL}


@pytest.mark.parametrize(("seconds", "mark"), [(1.9, Mark.GOOD), (2.0, Mark.BAD), (60.0, Mark.BAD)])
def test_processing_time(seconds: float, mark: Mark) -> None:
    """Events are to be done in less than two seconds."""
    times = ProcessingTimes(window=timedelta(hours=1), p50=seconds, p95=seconds, p99=seconds)

    assert gauge("Half", processing=times).mark is mark
    assert gauge("95 %", processing=times).mark is mark


@pytest.mark.parametrize(("failed", "mark"), [(0, Mark.GOOD), (1, Mark.BAD)])
def test_failed_share(failed: int, mark: Mark) -> None:
    """Fewer than one in a thousand may fail."""
    assert gauge("Failed", failed=Share(failed, 1000)).mark is mark


@pytest.mark.parametrize(("well", "mark"), [(10, Mark.GOOD), (9, Mark.BAD)])
def test_health_checks(well: int, mark: Mark) -> None:
    """Every health check is to go well."""
    assert gauge("Health", health=Health(is_on=True, well=Share(well, 10))).mark is mark


def test_accuracy() -> None:
    """Readings are good until a field is not trusted any more."""
    reading = attrs.evolve(NOTHING.reading, verdicts={Topic.NAME: Share(9, 10)})

    trusted = gauge("Readings", reading=reading)
    doubted = gauge("Readings", reading=attrs.evolve(reading, asked_about=frozenset((Topic.NAME,))))

    assert (trusted.value, trusted.mark, doubted.mark) == (0.9, Mark.GOOD, Mark.BAD)


@pytest.mark.parametrize(("spent", "mark"), [(4.99, Mark.GOOD), (5.0, Mark.BAD)])
def test_cost(spent: float, mark: Mark) -> None:
    """A spent budget is bad."""
    reading = attrs.evolve(NOTHING.reading, spent_usd=spent, budget_usd=5.0)

    assert gauge("Gemini", reading=reading).mark is mark


def test_what_waits_is_counted() -> None:
    """All queues together."""
    queues = {priority: QueueFigures(2) for priority in Priority}

    assert gauge("Events that wait", queues=queues).value == 2 * len(Priority)


def test_a_summary_names_what_is_bad() -> None:
    """All is well only where no alert is open and every figure is as it should be."""
    alert = Alert(
        id=AlertId("a"), rule=Rule.DISK, severity=Severity.WARNING, message="Full", since=NOTHING.at
    )

    statuses = [
        NOTHING,
        attrs.evolve(NOTHING, failed=Share(1, 10)),
        attrs.evolve(NOTHING, alerts=(alert,)),
        attrs.evolve(NOTHING, alerts=(alert, alert)),
    ]
    summaries = [summary_of(status) for status in statuses]

    assert summaries == [
        "All is well.",
        "No alert is open, but not all is as it should be: Failed in 24 hours.",
        "Something is wrong: see above.",
        "2 things are wrong: see above.",
    ]
