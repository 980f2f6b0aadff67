"""What the last hours came to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from openphone_crm.looking_back import A_DAY, AN_HOUR, came_to, processing_times
from openphone_crm.memory import MemoryCrm
from openphone_crm.rollups import Figure, Measure, Span
from openphone_crm.status import ProcessingTimes

NOW = datetime(2026, 4, 13, 19, 20, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def crm() -> MemoryCrm:
    """Lend a store without figures."""
    return MemoryCrm()


@pytest.mark.parametrize("is_rolled", [False, True])
def test_the_last_hour_is_counted_by_the_minute(crm: MemoryCrm, is_rolled: bool) -> None:  # noqa: FBT001 - a parameter
    """The minute that it begins in counts as a whole, the one before does not."""
    _fail(crm, *(Span.MINUTE.begin(NOW) - minutes * MINUTE for minutes in (0, 59, 60, 61)))
    if is_rolled:
        crm.rollups.roll(now=NOW)

    found = came_to(crm.rollups, [Measure.FAILED], over=AN_HOUR, now=NOW)

    assert found == {Measure.FAILED: {"BadError": 3}}


def test_a_day_is_counted_by_the_hour(crm: MemoryCrm) -> None:
    """Once each, whether it is rolled up yet or not; the hour that it begins in counts as a whole."""
    hours = [Span.HOUR.begin(NOW) - timedelta(hours=hours) for hours in (25, 24, 12, 2, 1, 0)]
    _fail(crm, *hours[:-1])
    crm.rollups.roll(now=NOW)
    _fail(crm, hours[-1])

    found = came_to(crm.rollups, [Measure.FAILED, Measure.RETRIED], over=A_DAY, now=NOW)

    assert found == {Measure.FAILED: {"BadError": 5}, Measure.RETRIED: {}}


def test_times_of_the_last_hour(crm: MemoryCrm) -> None:
    """Whatever was before does not count then."""
    _process(crm, NOW - timedelta(hours=3), "5.39", 1000)
    _process(crm, NOW, "0.01", 98)
    _process(crm, NOW - 5 * MINUTE, "1.02", 2)

    times = processing_times(crm.rollups, NOW)

    assert times == ProcessingTimes(window=AN_HOUR, p50=0.01, p95=0.01, p99=1.02)


def test_times_of_the_last_day(crm: MemoryCrm) -> None:
    """When nothing was done in the last hour."""
    _process(crm, NOW - timedelta(hours=3), "5.39", 10)

    times = processing_times(crm.rollups, NOW)

    assert times == ProcessingTimes(window=A_DAY, p50=5.39, p95=5.39, p99=5.39)


def test_without_anything_done_there_are_no_times(crm: MemoryCrm) -> None:
    """Nothing, and not nought."""
    _process(crm, NOW - timedelta(hours=26), "5.39", 10)

    assert processing_times(crm.rollups, NOW) == ProcessingTimes()


def _fail(crm: MemoryCrm, *moments: datetime) -> None:
    crm.rollups.put(Figure(moment, Measure.FAILED, "BadError", 1) for moment in moments)


def _process(crm: MemoryCrm, moment: datetime, bucket: str, count: int) -> None:
    crm.rollups.put([Figure(Span.MINUTE.begin(moment), Measure.PROCESSED, bucket, count)])
    crm.rollups.roll(now=moment)
