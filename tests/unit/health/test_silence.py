"""Silence rings only when this shop's own past makes it very unlikely."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from openphone_crm.health.silence import LOOKS_BACK, Expectation, expectation

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
NOW = datetime(2026, 4, 15, 15, 0, tzinfo=UTC)  # a Wednesday
MORNING = NOW - 6 * HOUR
SEATTLE = ZoneInfo("America/Los_Angeles")


def history(per_hour: int, *, weeks: int = 5, opens: int = 9, closes: int = 17) -> dict[datetime, int]:
    """A shop with so many webhooks in each of its opening hours, every day, for so many weeks until now."""
    hours = (NOW - n * HOUR for n in range(1, weeks * 7 * 24 + 1))
    return {hour: per_hour for hour in hours if opens <= hour.hour < closes}


def is_alarming(
    hours: Mapping[datetime, int], since: datetime, until: datetime = NOW, zone: str = "UTC"
) -> bool:
    """Whether silence from then until then rings."""
    found = expectation(hours, since=since, until=until, timezone=ZoneInfo(zone))
    return found is not None and found.is_alarming


def test_a_silent_morning_rings() -> None:
    """A busy shop hears nothing in six hours in which it heard 60 webhooks each week."""
    hours = history(10)

    alarming = is_alarming(hours, MORNING)

    assert alarming is True


def test_it_says_what_was_expected() -> None:
    """The mean of the same hours in the last four weeks."""
    found = expectation(history(10), since=MORNING, until=NOW, timezone=UTC)

    assert found == Expectation((60, 60, 60, 60))
    assert found.probability == pytest.approx(3.06e-7, rel=0.01)


def test_a_part_of_an_hour_counts_in_part() -> None:
    """From a quarter to ten until half past ten, ten an hour are seven and a half."""
    since, until = MORNING + 0.75 * HOUR, MORNING + 1.5 * HOUR

    found = expectation(history(10), since=since, until=until, timezone=UTC)

    assert found == Expectation((7.5, 7.5, 7.5, 7.5))


def test_a_silent_night_does_not_ring() -> None:
    """No webhook came in those hours before, so none is missed, however many the day brings."""
    hours = history(500)

    alarming = is_alarming(hours, MORNING - 9 * HOUR, MORNING)

    assert alarming is False


def test_a_slack_shop_is_waited_for() -> None:
    """One webhook an hour: not the silence of a day rings, but that of a week does."""
    hours = history(1)

    alarming = [is_alarming(hours, NOW - silence) for silence in (DAY, WEEK, 9 * WEEK)]

    assert alarming == [False, True, True]


def test_thirty_six_expected_are_too_few() -> None:
    """Webhooks come in clumps of four: below 37 expected ones nothing rings, with more it does."""
    counts = [Expectation((expected,) * 4).is_alarming for expected in (36, 37)]

    assert counts == [False, True]


def test_a_new_shop_has_no_alarm() -> None:
    """The same hours of two earlier weeks must be known: 14 days before the silence."""
    hours = [history(1000, weeks=weeks) for weeks in (1, 2, 3)]

    alarming = [is_alarming(each, MORNING) for each in hours]
    nothing_known = expectation({}, since=MORNING, until=NOW, timezone=UTC)

    assert alarming == [False, False, True]
    assert nothing_known is None


def test_a_holiday_among_the_weeks_makes_it_patient() -> None:
    """A shop that was closed at these hours three weeks ago may be closed today."""
    closed = NOW - 3 * WEEK
    hours = {hour: count for hour, count in history(10).items() if not closed - DAY < hour < closed}

    alarming = is_alarming(hours, MORNING)

    assert alarming is False


def test_weeks_that_differ_make_it_patient() -> None:
    """Where a week brings a tenth of another, nothing in this one proves little."""
    expected = Expectation((10, 100, 10, 100))

    alarming = expected.is_alarming

    assert alarming is False


def test_summer_time_does_not_ring() -> None:
    """A shop opens by its own clock: after the change its hours are others in UTC, and no surprise."""
    opening = {
        day.replace(hour=9, tzinfo=SEATTLE).astimezone(UTC): 200
        for day in (datetime(2026, 10, 1) + n * DAY for n in range(34))  # noqa: DTZ001 - a day by the shop's clock
    }
    since, until = (datetime(2026, 11, 2, hour, tzinfo=SEATTLE).astimezone(UTC) for hour in (7, 9))

    alarming = [is_alarming(opening, since, until, zone) for zone in ("America/Los_Angeles", "UTC")]

    assert alarming == [False, True]


def test_what_was_before_the_four_weeks_does_not_count() -> None:
    """Only the same hours of these weeks do."""
    hours = history(10) | dict.fromkeys((NOW - 5 * WEEK - n * HOUR for n in range(12)), 10_000)

    found = expectation(hours, since=MORNING, until=NOW, timezone=UTC)

    assert found is not None
    assert found.mean == 60


@given(
    counts=some.lists(some.integers(0, 10_000), min_size=2, max_size=4),
    more=some.integers(1, 1_000),
)
def test_it_is_never_more_certain_than_poisson(counts: list[int], more: int) -> None:
    """Weeks that differ make it less certain than weeks that are alike, and more webhooks make it more so."""
    expected = Expectation(tuple(map(float, counts)))

    probability = expected.probability

    assert 0 <= probability <= 1
    assert probability >= Expectation((expected.mean, expected.mean)).probability
    assert Expectation((expected.mean + more,) * 2).probability <= probability or probability == 0


@given(silence=some.floats(0.01, 24 * 60), ago=some.floats(0, 24 * 60))
def test_any_silence_can_be_judged(silence: float, ago: float) -> None:
    """However long and whenever it was; never more is expected than ever came."""
    hours, until = history(3), NOW - ago * HOUR

    found = expectation(hours, since=until - silence * HOUR, until=until, timezone=SEATTLE)

    assert found is None or 0 <= found.mean <= 3 * 8 * 7 + 1
    assert LOOKS_BACK >= 4 * WEEK
