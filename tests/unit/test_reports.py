"""From the figures of a day to its report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import InvalidInputError
from openphone_crm.failures import FailureState
from openphone_crm.reports import DayFigures, FailedOfDay, bounds_of, day_of, parse_day, report_of
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import cause

DAY = date(2026, 4, 13)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kathmandu",
)


def failed(place: str = "some.place", count: int = 1, **fields: object) -> FailedOfDay:
    """What failed, that often, for a cause of its own."""
    usual = {
        "cause": cause(place=place),
        "state": FailureState.OPEN,
        "count": count,
        "put_right": 0,
        "first_seen": make.NOON,
        "last_seen": make.NOON,
    }
    return FailedOfDay(**{**usual, **fields})  # type: ignore[arg-type] # whatever a test gives


def figures(*events: FailedOfDay, **fields: object) -> DayFigures:
    """A day with these failures among its events."""
    usual = {"total": 10, "waiting": 0, "events": events, "follow_ups": ()}
    return DayFigures(**{**usual, **fields})  # type: ignore[arg-type] # whatever a test gives


def test_failures_are_counted() -> None:
    """What failed of events and what failed of follow-ups are two figures, and all groups one list."""
    day = figures(failed("a", 2), failed("b", 3, put_right=1), follow_ups=(failed("c", 4, put_right=4),))

    report = report_of(DAY, day, public_url=None)

    assert (report.date, report.total, report.failed, report.failed_follow_ups) == (DAY, 10, 5, 4)
    assert report.put_right == 5
    assert [group.count for group in report.groups] == [4, 3, 2]


def test_a_link_leads_to_the_group() -> None:
    """With a public address every group has a link, without one it has none."""
    day = figures(failed())

    with_link, without = (
        report_of(DAY, day, public_url=url).groups[0].link for url in ("https://crm.example", None)
    )

    assert with_link == f"https://crm.example/failures/{cause().id}"
    assert without is None


@pytest.mark.parametrize(
    ("group", "done"),
    [
        (failed(), "Nobody has looked at it yet."),
        (failed(state=FailureState.ACKNOWLEDGED), "Somebody has seen it."),
        (failed(state=FailureState.IGNORED), "It is ignored."),
        (failed(count=3, put_right=2), "2 of 3 put right since; nobody has looked at it yet."),
        (
            failed(count=3, put_right=2, state=FailureState.RESOLVED),
            "2 of 3 put right since; it was marked as resolved.",
        ),
        (failed(count=3, put_right=3), "All of it was put right since."),
    ],
)
def test_what_was_done_is_told(group: FailedOfDay, done: str) -> None:
    """How much was put right, and what people made of the rest."""
    report = report_of(DAY, figures(group), public_url=None)

    assert report.groups[0].done == done


def test_a_report_is_brought_up_to_date() -> None:
    """What became of the failures is taken from the present; what failed on the day stays what it was."""
    reported = figures(failed("a", 3), failed("b", 2, put_right=1), failed("c", 2, put_right=2), waiting=4)
    present = figures(
        failed("a", 2, put_right=1, state=FailureState.IGNORED), failed("c", 1, put_right=1), total=9
    )

    known = reported.brought_up_to_date(present)

    expected = figures(
        failed("a", 3, put_right=1, state=FailureState.IGNORED),
        failed("b", 2, put_right=1),
        failed("c", 2, put_right=2),
    )
    assert known == expected


def test_what_was_saved_after_the_report_is_shown() -> None:
    """What happened on the day and was only saved when its report was made is in it when it is looked at."""
    earlier, later = make.later(-1), make.later(1)
    reported = figures(failed("a", 1), total=10)
    present = figures(
        failed("a", 3, put_right=1, first_seen=earlier, last_seen=later),
        failed("new"),
        total=12,
        follow_ups=(failed("send"),),
    )

    known = reported.brought_up_to_date(present)

    assert known == present


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2037, 12, 31)),
)
def test_days_follow_each_other(zone: ZoneInfo, day: date) -> None:
    """Every day begins where the one before ended, and is 23 to 25 hours long."""
    start, end = bounds_of(day, zone)

    assert bounds_of(day + timedelta(days=1), zone)[0] == end
    assert timedelta(hours=23) <= end - start <= timedelta(hours=25)
    assert (day_of(start, zone), day_of(end - timedelta(microseconds=1), zone)) == (day, day)


@given(zone=st.sampled_from(ZONES).map(ZoneInfo), seconds=st.integers(0, 35 * 366 * 86_400))
def test_every_moment_is_in_its_day(zone: ZoneInfo, seconds: int) -> None:
    """The day that it is somewhere has begun, and has not ended."""
    now = datetime(2000, 1, 3, tzinfo=UTC) + timedelta(seconds=seconds)

    start, end = bounds_of(day_of(now, zone), zone)

    assert start <= now < end


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 3, 30), 24), (date(2026, 10, 25), 25)]
)
def test_a_day_may_be_longer_or_shorter(day: date, hours: int) -> None:
    """Where clocks are put forward or back, a day has 23 or 25 hours."""
    start, end = bounds_of(day, ZoneInfo("Europe/Berlin"))

    assert end - start == timedelta(hours=hours)


def test_a_day_is_read() -> None:
    """Year, month and day, with lines between them."""
    assert parse_day("2026-04-13") == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-4-13",
        "20260413",
        "2026-W16-1",
        "2026-02-30",
        "1999-12-31",
        "2026-04-13T00:00",
        "\u0662026-04-13",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """Anything else says what a day looks like."""
    with pytest.raises(InvalidInputError, match="such as 2026-01-31"):
        parse_day(text)
