"""How it went, step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from openphone_crm.histories import Histories, History, Point, Stretch
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.rollups import Figure, Measure, Span

NOW = datetime(2026, 4, 13, 19, 20, tzinfo=UTC)
THIS_HOUR = Span.HOUR.begin(NOW)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def crm() -> MemoryCrm:
    """Lend a store without figures."""
    return MemoryCrm()


@pytest.mark.parametrize(
    ("stretch", "step", "steps"),
    [(Stretch.DAY, HOUR, 24), (Stretch.WEEK, HOUR, 168), (Stretch.MONTH, DAY, 31)],
)
def test_every_step_has_a_point(crm: MemoryCrm, stretch: Stretch, step: timedelta, steps: int) -> None:
    """From the first on, the last being the one that is not over; without figures nobody knows anything."""
    history = _history(crm, stretch)

    assert (history.step, history.stretch) == (step, stretch)
    last = Span.HOUR.begin(NOW) if step == HOUR else Span.DAY.begin(NOW)
    expected = [Point(history.begins_at + number * step, None) for number in range(steps)]
    assert expected[-1].begins_at == last
    assert list(history.series.values()) == [expected] * 9


def test_what_is_counted_is_added_up(crm: MemoryCrm) -> None:
    """Over all labels; of what did not happen in a step that somebody saw there is nought."""
    received = ((Measure.RECEIVED, "low", 2), (Measure.RECEIVED, "critical", 3))
    _put(crm, THIS_HOUR, *received, (Measure.USD, "m", 0.5))
    _put(crm, THIS_HOUR - HOUR, (Measure.DEPTH, "low", 0))

    history = _history(crm)

    series = {name: [point.amount for point in points][-3:] for name, points in history.series.items()}
    assert series["received"] == [None, 0, 5]
    assert series["usd"] == [None, 0, 0.5]
    assert series["failed"] == series["retried"] == series["processed"] == [None, 0, 0]
    assert series["depth_max"] == [None, 0, None]
    assert series["p50"] == series["p95"] == [None, None, None]


def test_how_long_it_took(crm: MemoryCrm) -> None:
    """Percentiles of each step by itself."""
    _put(crm, THIS_HOUR - HOUR, (Measure.PROCESSED, "0.01", 98), (Measure.PROCESSED, "5.39", 2))
    _put(crm, THIS_HOUR, (Measure.PROCESSED, "1.02", 1))

    history = _history(crm)

    series = {name: [point.amount for point in points][-2:] for name, points in history.series.items()}
    assert (series["p50"], series["p95"], series["p99"]) == ([0.01, 1.02], [0.01, 1.02], [5.39, 1.02])
    assert series["processed"] == [100, 1]


def test_the_deepest_queue_of_a_step(crm: MemoryCrm) -> None:
    """Of all its minutes and priorities."""
    _put(crm, THIS_HOUR, (Measure.DEPTH, "low", 4), (Measure.DEPTH, "critical", 7))
    _put(crm, THIS_HOUR + timedelta(minutes=1), (Measure.DEPTH, "low", 9))

    assert _history(crm, Stretch.MONTH).series["depth_max"][-1] == Point(Span.DAY.begin(NOW), 9)


def _put(crm: MemoryCrm, minute: datetime, *figures: tuple[Measure, str, float]) -> None:
    crm.rollups.put(Figure(minute, *figure) for figure in figures)
    crm.rollups.roll(now=NOW)


def _history(crm: MemoryCrm, stretch: Stretch = Stretch.DAY) -> History:
    return Histories(rollups=crm.rollups, clock=MemoryClock(NOW)).of(stretch)
