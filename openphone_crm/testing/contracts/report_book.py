"""What counting days promises, and keeping what was reported of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from openphone_crm.failures import FailureState
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, follow_up_id
from openphone_crm.priority import Priority
from openphone_crm.reports import DayFigures, FailedOfDay
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.dead_letters import (
    LONG_AFTER,
    cause,
    decision,
    fail,
    fail_again,
    fail_follow_up,
    fail_once,
    mend,
    retry,
)
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status

START, END = make.later(0), make.later(100)
DAY = date(2026, 4, 13)
NOTHING = DayFigures(total=0, waiting=0, events=(), follow_ups=())


class ReportBookContract:
    """A day is counted as it is at the moment; what was reported of it is kept once."""

    def test_a_day_on_which_nothing_happened(self, store: Store) -> None:
        """Everything is zero, and nothing has begun."""
        figures = store.report_book.figures(START, END)

        assert figures == NOTHING
        assert store.report_book.began_at() is None

    def test_received_events_are_counted(self, store: Store) -> None:
        """From the first moment until just before the end, whatever became of them."""
        for number, at in enumerate((-0.000_001, 0, 50, 99.999_999, 100)):
            store.inbox.add([make.arrival(f"{number}", received_at=make.later(at), status=Status.IGNORED)])
        store.inbox.add([make.arrival("waiting", received_at=make.later(1))])

        figures = store.report_book.figures(START, END)

        assert figures == DayFigures(total=4, waiting=1, events=(), follow_ups=())
        assert store.report_book.began_at() == make.later(-0.000_001)

    def test_it_begins_with_the_first_token(self, store: Store) -> None:
        """Who has a token waits for events: also before the first of them, and when the token was revoked."""
        store.tokens.add(make.token("first", created_at=make.later(-5)))
        store.tokens.revoke("first", make.later(-4))
        store.tokens.add(make.token("second"))
        before = store.report_book.began_at()

        store.inbox.add([make.arrival("late", received_at=make.later(7))])

        assert (before, store.report_book.began_at()) == (make.later(-5), make.later(-5))

    def test_what_failed_on_the_day_is_grouped(self, store: Store) -> None:
        """What became a dead letter in that time is counted by its cause, whenever it was received."""
        fail(store, "before", at=-1)
        fail(store, "a", at=0, received=-50)
        fail(store, "b", at=99.999_999)
        fail(store, "other", at=7, why=cause(place="another"))
        fail(store, "after", at=100)

        figures = store.report_book.figures(START, END)

        assert _by_place(figures) == {
            "some.place": _failed(count=2, first_seen=make.later(0), last_seen=make.later(99.999_999)),
            "another": _failed(place="another"),
        }
        assert (figures.total, figures.waiting) == (4, 0)

    def test_what_is_tried_again_has_not_failed(self, store: Store) -> None:
        """An event that waits for its next attempt is waiting, and in no group."""
        fail_once(store, "a")

        figures = store.report_book.figures(START, END)

        assert figures == DayFigures(total=1, waiting=1, events=(), follow_ups=())

    def test_what_was_put_right_is_told(self, store: Store) -> None:
        """What failed and was mended has failed all the same, and is counted as put right."""
        fail(store, "a", at=7)
        fail(store, "b", at=7)

        mend(store, "a", at=9)

        figures = store.report_book.figures(START, END)
        assert figures.events == (_failed(count=2, put_right=1),)

    def test_what_failed_again_failed_then(self, store: Store) -> None:
        """An event counts on the day on which it failed last; while it is tried again, on the one before."""
        fail(store, "a", at=7)
        retry(store, "a", at=200)
        meanwhile = store.report_book.figures(START, END)

        fail_again(store, "a", at=201)

        assert meanwhile.events == (_failed(),)
        assert store.report_book.figures(START, END).events == ()
        later = store.report_book.figures(make.later(200), make.later(300))
        assert [failed.count for failed in later.events] == [1]

    def test_what_people_made_of_it_is_told(self, store: Store) -> None:
        """The state of a group is the one that was decided."""
        fail(store, "a", at=7)
        store.failures.decide(cause().id, FailureState.IGNORED, decision(cause().id))

        figures = store.report_book.figures(START, END)

        assert figures.events == (_failed(state=FailureState.IGNORED),)

    def test_follow_ups_are_counted_by_themselves(self, store: Store) -> None:
        """What could not be sent is no event that failed."""
        fail_follow_up(store, "a", at=7)
        fail_follow_up(store, "b", at=7)

        figures = store.report_book.figures(START, END)

        assert figures == DayFigures(
            total=0, waiting=0, events=(), follow_ups=(_failed(count=2, event_type="send"),)
        )

    def test_a_report_is_kept(self, store: Store) -> None:
        """The figures come back as they were, and only of days that were reported."""
        figures = DayFigures(
            total=12,
            waiting=1,
            events=(_failed(count=3, put_right=2), _failed(place="caf\u00e9 %")),
            follow_ups=(_failed(event_type="send", state=FailureState.RESOLVED),),
        )
        other = DAY + timedelta(days=1)

        added = store.report_book.add(DAY, figures, made_at=make.NOON, follow_ups=())

        assert added is True
        assert store.report_book.get(DAY) == figures
        assert store.report_book.get(other) is None
        assert store.report_book.reported([DAY, other]) == {DAY}
        assert store.report_book.reported([]) == frozenset()

    def test_a_report_is_kept_with_what_sends_it(self, store: Store) -> None:
        """The follow-ups of a report are due, with everything that they need."""
        sending = _sending("mail")

        store.report_book.add(DAY, NOTHING, made_at=make.NOON, follow_ups=[sending])

        (claim,) = _claimed(store)
        assert (claim.id, claim.kind, claim.subject) == (sending.id, "send", "2026-04-13")
        assert claim.details == sending.details

    def test_a_day_is_reported_once(self, store: Store) -> None:
        """Of many reports of one day at once one is kept, and only that one is sent."""
        sendings = [_sending(f"channel {number}") for number in range(5)]

        added = at_once(*(partial(_add, store, number, sending) for number, sending in enumerate(sendings)))

        assert added.count(True) == 1
        kept = added.index(True)
        assert store.report_book.get(DAY) == DayFigures(total=kept, waiting=0, events=(), follow_ups=())
        assert [claim.id for claim in _claimed(store)] == [sendings[kept].id]

    def test_a_report_is_a_change(self, store: Store) -> None:
        """Whoever polls for events is told once a day was reported."""
        before = store.changes.current("events")

        store.report_book.add(DAY, NOTHING, made_at=make.NOON, follow_ups=())

        assert store.changes.current("events") > before


def _failed(
    *,
    count: int = 1,
    put_right: int = 0,
    state: FailureState = FailureState.OPEN,
    first_seen: datetime = make.later(7),  # noqa: B008 - a value that never changes
    last_seen: datetime = make.later(7),  # noqa: B008 - as above
    **fields: str,
) -> FailedOfDay:
    return FailedOfDay(
        cause=cause(**fields),
        state=state,
        count=count,
        put_right=put_right,
        first_seen=first_seen,
        last_seen=last_seen,
    )


def _by_place(figures: DayFigures) -> dict[str, FailedOfDay]:
    return {failed.cause.place: failed for failed in figures.events}


def _sending(channel: str) -> FollowUp:
    return FollowUp(
        id=follow_up_id("send", "report", "2026-04-13", channel),
        kind="send",
        subject="2026-04-13",
        priority=Priority.STANDARD,
        created_at=make.NOON,
        due_at=make.NOON,
        details={"channel": channel, "title": "0 failures", "body": "one\ntwo"},
    )


def _add(store: Store, total: int, sending: FollowUp) -> bool:
    figures = DayFigures(total=total, waiting=0, events=(), follow_ups=())
    return store.report_book.add(DAY, figures, made_at=make.NOON, follow_ups=[sending])


def _claimed(store: Store) -> list[ClaimedFollowUp]:
    return list(store.follow_ups.claim(Priority.STANDARD, worker="w1", now=LONG_AFTER, lease=LEASE, limit=10))
