"""What keeping figures promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import attrs

from openphone_crm.errors import LeaseLostError
from openphone_crm.rollups import BEGINNING, Figure, Measure, Span
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once, raising
from openphone_crm.testing.contracts.dead_letters import cause, final
from openphone_crm.testing.contracts.scenes import claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Settlement

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEN = datetime(2026, 4, 13, 10, 0, tzinfo=UTC)
LONG_AGO = TEN - timedelta(days=1000)
NOON = Span.MINUTE.begin(make.NOON)
EVERYTHING = tuple(Measure)


class RollupsContract:
    """What is settled is counted, what is said is kept, and minutes become hours and days."""

    def test_at_first_there_is_nothing(self, store: Store) -> None:
        """No figure, no total, and rolling makes none."""
        store.rollups.roll(now=TEN)

        assert _found(store, Span.DAY) == []
        assert list(store.rollups.totals(EVERYTHING)) == []
        assert store.rollups.latest(Measure.DEPTH, Span.MINUTE) is None

    def test_the_most_that_was_said_counts(self, store: Store) -> None:
        """Of two who count at once one may be late: what it has not seen yet is not counted twice then."""
        for received, depth in ((2, 2), (5, 5), (3, 3), (5, 5)):
            store.rollups.put(
                [Figure(TEN, Measure.RECEIVED, "low", received), Figure(TEN, Measure.DEPTH, "low", depth)]
            )

        assert _found(store, Span.MINUTE) == [
            Figure(TEN, Measure.DEPTH, "low", 5),
            Figure(TEN, Measure.RECEIVED, "low", 5),
        ]
        assert list(store.rollups.totals(EVERYTHING)) == [Figure(BEGINNING, Measure.RECEIVED, "low", 5)]

    def test_nothing_said_is_nothing_kept(self, store: Store) -> None:
        """An empty list is fine."""
        store.rollups.put([])

        assert _found(store, Span.MINUTE) == []

    def test_minutes_become_hours_and_days(self, store: Store) -> None:
        """Sums are added up, of gauges the largest is taken; labels and measures stay apart."""
        moments = (TEN, TEN + 59 * MINUTE, TEN + HOUR, TEN + 14 * HOUR)
        store.rollups.put(Figure(at, Measure.RECEIVED, "low", number) for number, at in enumerate(moments, 1))
        store.rollups.put(Figure(at, Measure.DEPTH, "low", number) for number, at in enumerate(moments, 1))
        store.rollups.put([Figure(TEN, Measure.RECEIVED, "standard", 7)])

        store.rollups.roll(now=TEN + 15 * HOUR)

        hours = [
            (one.begins_at - TEN, one.label, one.amount) for one in _of(store, Measure.RECEIVED, Span.HOUR)
        ]
        assert hours == [
            (0 * HOUR, "low", 3),
            (0 * HOUR, "standard", 7),
            (HOUR, "low", 3),
            (14 * HOUR, "low", 4),
        ]
        days = [(one.begins_at.day, one.label, one.amount) for one in _of(store, Measure.RECEIVED, Span.DAY)]
        assert days == [(13, "low", 6), (13, "standard", 7), (14, "low", 4)]
        assert [one.amount for one in _of(store, Measure.DEPTH, Span.HOUR)] == [2, 3, 4]
        assert [one.amount for one in _of(store, Measure.DEPTH, Span.DAY)] == [3, 4]

    def test_rolling_twice_changes_nothing(self, store: Store) -> None:
        """Nor do several schedulers that roll at once."""
        store.rollups.put(Figure(TEN + n * HOUR, Measure.RECEIVED, "low", 1) for n in range(30))
        store.rollups.roll(now=TEN + 30 * HOUR)
        once = _found(store, Span.HOUR), _found(store, Span.DAY)

        at_once(*[partial(store.rollups.roll, now=TEN + 30 * HOUR)] * 4)

        assert (_found(store, Span.HOUR), _found(store, Span.DAY)) == once

    def test_what_comes_late_is_added_up_too(self, store: Store) -> None:
        """A minute of the hour before last that was counted after it was rolled."""
        store.rollups.put(
            [Figure(TEN, Measure.RECEIVED, "low", 1), Figure(TEN + HOUR, Measure.RECEIVED, "low", 1)]
        )
        store.rollups.roll(now=TEN + HOUR)
        store.rollups.put([Figure(TEN + 59 * MINUTE, Measure.RECEIVED, "low", 4)])

        store.rollups.roll(now=TEN + HOUR + MINUTE)

        assert [one.amount for one in _of(store, Measure.RECEIVED, Span.HOUR)] == [5, 1]
        assert [one.amount for one in _of(store, Measure.RECEIVED, Span.DAY)] == [6]

    def test_a_clock_that_was_ahead_holds_nothing_up(self, store: Store) -> None:
        """What was counted by it is added up too, and so is what happens before its time has come."""
        store.rollups.put([Figure(TEN + 3 * DAY, Measure.RECEIVED, "low", 9)])
        store.rollups.roll(now=TEN + 3 * DAY)
        store.rollups.put([Figure(TEN, Measure.RECEIVED, "low", 1)])

        store.rollups.roll(now=TEN + MINUTE)

        assert [one.amount for one in _of(store, Measure.RECEIVED, Span.HOUR)] == [1, 9]
        assert [one.amount for one in _of(store, Measure.RECEIVED, Span.DAY)] == [1, 9]

    def test_what_is_old_is_let_go(self, store: Store) -> None:
        """Each span in its time; what was added up of it stays, and so do totals."""
        store.rollups.put([Figure(TEN, Measure.RECEIVED, "low", 3)])
        store.rollups.roll(now=TEN)
        left = []
        for now in (TEN + 2 * DAY, TEN + 2 * DAY + HOUR, TEN + 41 * DAY, TEN + 402 * DAY):
            store.rollups.roll(now=now)
            left.append([len(_found(store, span)) for span in Span])

        assert left == [[1, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 0]]
        assert [total.amount for total in store.rollups.totals(EVERYTHING)] == [3]

    def test_an_hour_is_never_added_up_from_a_part_of_its_minutes(self, store: Store) -> None:
        """What is let go bit by bit takes nothing away from what it was added up to."""
        store.rollups.put(Figure(TEN + n * MINUTE, Measure.RECEIVED, "low", 1) for n in range(60))

        for minutes in range(-20, 80, 20):
            store.rollups.roll(now=TEN + 2 * DAY + minutes * MINUTE)

        assert [one.amount for one in _of(store, Measure.RECEIVED, Span.HOUR)] == [60]
        assert [one.amount for one in _of(store, Measure.RECEIVED, Span.DAY)] == [60]

    def test_finding_between_two_moments(self, store: Store) -> None:
        """From the first on, and before the last."""
        store.rollups.put(Figure(TEN + n * MINUTE, Measure.RECEIVED, "low", n) for n in range(5))

        found = store.rollups.find(
            [Measure.RECEIVED], Span.MINUTE, since=TEN + MINUTE, until=TEN + 3 * MINUTE
        )

        assert [figure.amount for figure in found] == [1, 2]
        assert store.rollups.latest(Measure.RECEIVED, Span.MINUTE) == TEN + 4 * MINUTE

    def test_sums_over_time(self, store: Store) -> None:
        """By measure and label; what was not asked for is left out."""
        for number in range(3):
            at = TEN + number * MINUTE
            store.rollups.put(
                [Figure(at, Measure.RECEIVED, "low", 2), Figure(at, Measure.DEPTH, "low", number)]
            )
            store.rollups.put(
                [Figure(at, Measure.HEALED, "call", 1), Figure(at, Measure.RECEIVED, "critical", 1)]
            )

        wanted = (Measure.RECEIVED, Measure.DEPTH)
        found = store.rollups.sums(wanted, Span.MINUTE, since=TEN, until=TEN + 2 * MINUTE)

        assert list(found) == [
            Figure(TEN, Measure.DEPTH, "low", 1),
            Figure(TEN, Measure.RECEIVED, "critical", 2),
            Figure(TEN, Measure.RECEIVED, "low", 4),
        ]

    def test_what_is_settled_is_counted(self, store: Store) -> None:
        """Done, tried again or a dead letter, in the minute in which that was; and in the totals."""
        _claim(store, "done", "again", "dead")
        done = make.settlement("done", processed_at=make.later(90), counted_from=make.later(85))
        _settle(store, done)
        store.inbox.settle_failure(make.failure("again", counted_from=make.NOON), worker="w1")
        dead = make.failure("dead", counted_from=make.NOON, **final(60, why=cause(error_class="BadError")))
        store.inbox.settle_failure(dead, worker="w1")

        expected = [
            Figure(NOON + MINUTE, Measure.FAILED, "BadError", 1),
            Figure(NOON + MINUTE, Measure.PROCESSED, "5.39", 1),
            Figure(NOON, Measure.RETRIED, "", 1),
        ]
        assert _found(store, Span.MINUTE) == sorted(expected, key=_order)
        totals = [attrs.evolve(figure, begins_at=BEGINNING) for figure in expected]
        assert list(store.rollups.totals(EVERYTHING)) == totals

    def test_what_nobody_counts_is_left_out(self, store: Store) -> None:
        """What has no time from which it is counted."""
        _claim(store, "done")

        _settle(store, make.settlement("done"))

        assert _found(store, Span.MINUTE) == []

    def test_what_is_undone_is_not_counted(self, store: Store) -> None:
        """A worker that has lost an event adds nothing, neither to what failed nor to what was done."""
        _claim(store, "mine", "lost")
        settlements = [make.settlement(name, counted_from=make.NOON) for name in ("mine", "unknown")]

        with raising(LeaseLostError), store.unit_of_work.begin() as transaction:
            transaction.settle(settlements, worker="w1")
        lost = make.failure("lost", counted_from=make.NOON, **final())
        store.inbox.settle_failure(lost, worker="w2")

        assert _found(store, Span.MINUTE) == []

    def test_many_that_settle_at_once(self, store: Store) -> None:
        """Each event is counted once."""
        names = [f"{number}" for number in range(40)]
        _claim(store, *names)
        settled = [make.settlement(name, counted_from=make.NOON) for name in names]

        at_once(*[partial(_settle, store, *settled[n::4]) for n in range(4)])

        (figure,) = _found(store, Span.MINUTE)
        assert (figure.measure, figure.amount) == (Measure.PROCESSED, 40)
        assert [total.amount for total in store.rollups.totals([Measure.PROCESSED])] == [40]

    def test_what_was_counted_is_rolled(self, store: Store) -> None:
        """Like what was said."""
        _claim(store, "one", "two")
        _settle(store, *(make.settlement(name, counted_from=make.NOON) for name in ("one", "two")))

        store.rollups.roll(now=make.NOON)

        assert [one.amount for one in _of(store, Measure.PROCESSED, Span.DAY)] == [2]


def _claim(store: Store, *names: str) -> None:
    store.inbox.add([make.arrival(name) for name in names])
    claim(store)


def _settle(store: Store, *settlements: Settlement) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.settle(settlements, worker="w1")


def _found(store: Store, span: Span) -> Sequence[Figure]:
    return list(store.rollups.find(EVERYTHING, span, since=LONG_AGO))


def _of(store: Store, measure: Measure, span: Span) -> Sequence[Figure]:
    return list(store.rollups.find([measure], span, since=LONG_AGO))


def _order(figure: Figure) -> tuple[datetime, str, str]:
    return figure.begins_at, figure.measure, figure.label
