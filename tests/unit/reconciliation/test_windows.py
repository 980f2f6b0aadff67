"""Which stretch a run goes through."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import InvalidInputError
from openphone_crm.reconciliation.windows import Stretch, asked_window, covered_until, scheduled_window
from openphone_crm.remote import Window
from openphone_crm.testing.builders import NOON

HOUR = timedelta(hours=1)
HORIZON = NOON - 1000 * HOUR


def hours(since: float, until: float, *, is_scheduled: bool = False) -> Stretch:
    """Make a stretch from and to so many hours before noon."""
    return Stretch(Window(NOON - since * HOUR, NOON - until * HOUR), is_scheduled)


def before_noon(moment: datetime | None) -> float | None:
    """Tell how many hours before noon a moment is."""
    return None if moment is None else (NOON - moment) / HOUR


@pytest.mark.parametrize(
    ("stretches", "mark"),
    [
        ([], None),
        ([hours(9, 8)], None),
        ([hours(11, 8)], 8),
        ([hours(10, 8), hours(8, 6)], 6),
        ([hours(8, 6), hours(10, 8)], 6),
        ([hours(10, 8), hours(7, 6)], 8),
        ([hours(10, 2), hours(9, 6)], 2),
    ],
)
def test_the_mark_is_where_the_first_hole_begins(stretches: list[Stretch], mark: float | None) -> None:
    """From ten hours before noon on; what begins behind a hole does not count."""
    found = covered_until(stretches, NOON - 10 * HOUR)

    assert before_noon(found) == mark


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted), max_size=12))
def test_every_moment_before_the_mark_is_covered(spans: list[list[int]]) -> None:
    """By one of the stretches, whatever their order; and the mark itself is not."""
    stretches = [hours(until, since) for since, until in spans]

    mark = before_noon(covered_until(stretches, NOON - 30 * HOUR))

    covered = [any(since < each <= until for since, until in spans) for each in range(31)]
    last = next((each for each in range(30, -1, -1) if not covered[each]), 0)
    assert (30 if mark is None else mark) == last


@pytest.mark.parametrize(
    ("stretches", "since"),
    [
        ([], 24),
        ([hours(500, 400)], 24),
        ([hours(24, 5, is_scheduled=True)], 7),
        ([hours(99, 50, is_scheduled=True)], 52),
        ([hours(99, 50, is_scheduled=True), hours(1, 0)], 52),
        ([hours(99, 50, is_scheduled=True), hours(50, 3)], 5),
        ([hours(900, 4)], 6),
    ],
)
def test_the_schedule_goes_on_where_it_ended(stretches: list[Stretch], since: float) -> None:
    """A day at first, then from two hours before the mark; what somebody looked at elsewhere is no mark."""
    window = scheduled_window(stretches, now=NOON, horizon=HORIZON)

    assert before_noon(window.since) == since
    assert NOON - window.until == timedelta(minutes=2)


def test_the_schedule_keeps_to_the_horizon() -> None:
    """What is let go of at once is not looked at, however long nothing ran."""
    window = scheduled_window([hours(99, 98, is_scheduled=True)], now=NOON, horizon=NOON - 5 * HOUR)

    assert before_noon(window.since) == 5


@pytest.mark.parametrize(
    ("since", "until", "window"),
    [
        (None, None, (1000, 0)),
        (50, None, (50, 0)),
        (50, 40, (50, 40)),
        (5000, None, (1000, 0)),
        (50, -3, (50, 0)),
    ],
)
def test_a_person_gets_what_they_ask_for(
    since: float | None, until: float | None, window: tuple[float, float]
) -> None:
    """By itself everything that is kept, and nothing that is not or has not happened."""
    ends = [None if each is None else NOON - each * HOUR for each in (since, until)]

    found = asked_window([], since=ends[0], until=ends[1], now=NOON, horizon=HORIZON)

    assert (before_noon(found.since), before_noon(found.until)) == window


def test_what_was_gone_through_is_not_asked_for_again() -> None:
    """The next time only what came after it is looked at, if the first time began at the horizon."""
    stretches = [hours(1001, 7), hours(20, 1)]

    window = asked_window(stretches, since=None, until=None, now=NOON, horizon=HORIZON)

    assert before_noon(window.since) == 1


@pytest.mark.parametrize(("since", "until", "field"), [(-1, None, "since"), (5, 5, "until"), (5, 9, "until")])
def test_nothing_between_two_ends_is_refused(since: float, until: float | None, field: str) -> None:
    """The error names the end that is wrong."""
    ends = [None if each is None else NOON - each * HOUR for each in (since, until)]

    with pytest.raises(InvalidInputError) as caught:
        asked_window([], since=ends[0], until=ends[1], now=NOON, horizon=HORIZON)

    assert caught.value.field == field
