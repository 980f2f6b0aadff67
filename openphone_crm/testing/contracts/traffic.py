"""What counting deliveries and refusals promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from openphone_crm.health.checks import CheckKind
from openphone_crm.health.refusals import Refused
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.health_builders import health_check
from openphone_crm.work_records import Status

HOUR = timedelta(hours=1)
TEN = datetime(2026, 4, 13, 10, 0, tzinfo=UTC)
LONG_AGO = TEN - timedelta(days=30)


class TrafficContract:
    """Deliveries are counted by the hour, refusals by the minute and reason."""

    def test_refusals_add_up(self, store: Store) -> None:
        """Many processes count the same minute at once, and nothing of it is lost."""
        counts = {Refused(TEN, "no key"): 2, Refused(TEN, "too old"): 1, Refused(TEN + HOUR, "no key"): 4}

        at_once(*[partial(store.traffic.add_refusals, counts)] * 4)

        assert store.traffic.refusals(since=TEN) == {"no key": 24, "too old": 4}

    def test_refusals_since_a_minute(self, store: Store) -> None:
        """That minute counts, the one before it does not; where nothing was refused there is nothing."""
        minute = timedelta(minutes=1)
        store.traffic.add_refusals({Refused(TEN, "here"): 1, Refused(TEN - minute, "before"): 1})
        store.traffic.add_refusals({})

        found = store.traffic.refusals(since=TEN)

        assert found == {"here": 1}
        assert store.traffic.refusals(since=TEN + minute) == {}

    def test_odd_reasons_are_kept(self, store: Store) -> None:
        """Whatever somebody sent that was refused."""
        reasons = {text[:50] for text in ODD_TEXTS}

        store.traffic.add_refusals({Refused(TEN, reason): 1 for reason in reasons})

        assert set(store.traffic.refusals(since=TEN)) == reasons

    def test_deliveries_are_counted_by_the_hour(self, store: Store) -> None:
        """From its first moment to its last; hours without any are missing."""
        _receive(store, TEN, TEN + HOUR - timedelta(microseconds=1), TEN + HOUR, TEN + 3 * HOUR)

        store.traffic.count_deliveries(since=LONG_AGO)

        assert _hours(store) == {TEN: 2, TEN + HOUR: 1, TEN + 3 * HOUR: 1}

    def test_counting_goes_on(self, store: Store) -> None:
        """What came since is added, also to the last hour and the one before; nothing is counted twice."""
        _receive(store, TEN, TEN + HOUR, TEN + 2 * HOUR)
        store.traffic.count_deliveries(since=LONG_AGO)
        _receive(store, TEN + 1.9 * HOUR, TEN + 2.9 * HOUR, TEN + 5 * HOUR)

        for _ in range(2):
            store.traffic.count_deliveries(since=LONG_AGO)

        assert _hours(store) == {TEN: 1, TEN + HOUR: 2, TEN + 2 * HOUR: 2, TEN + 5 * HOUR: 1}

    def test_nothing_is_counted_from_before(self, store: Store) -> None:
        """The hour in which counting begins is counted whole."""
        _receive(store, TEN - timedelta(minutes=1), TEN + timedelta(minutes=1))

        store.traffic.count_deliveries(since=TEN + timedelta(minutes=30))

        assert _hours(store) == {TEN: 1}

    def test_counting_at_once(self, store: Store) -> None:
        """Several schedulers come to the same figures."""
        _receive(store, *(TEN + number * HOUR for number in range(5)))

        at_once(*[partial(store.traffic.count_deliveries, since=LONG_AGO)] * 4)

        assert sum(_hours(store).values()) == 5

    def test_only_what_openphone_posted_is_traffic(self, store: Store) -> None:
        """Not what was fetched from it, nor history; what is ignored, and what has no type, is."""
        store.inbox.add(
            [
                make.arrival("fetched", openphone_type="reconcile.message", received_at=TEN),
                make.arrival("history", is_history=True, received_at=TEN),
                make.arrival("reconciles", openphone_type="reconcileXmessage", received_at=TEN),
                make.arrival("unknown", openphone_type=None, status=Status.IGNORED, received_at=TEN),
            ]
        )

        store.traffic.count_deliveries(since=LONG_AGO)

        assert _hours(store) == {TEN: 2}

    def test_test_events_are_no_traffic(self, store: Store) -> None:
        """Those that we asked for are not counted; that they came is known all the same."""
        check = health_check(kind=CheckKind.TEST_EVENT, openphone_id="msg_1")
        store.health_checks.begin(check)
        store.health_checks.begin(health_check("asked", kind=CheckKind.TEST_EVENT))
        _receive(store, TEN)
        store.inbox.add([make.arrival("test", delivery_key="msg_1", received_at=TEN + HOUR)])

        store.traffic.count_deliveries(since=LONG_AGO)

        assert _hours(store) == {TEN: 1}
        assert store.traffic.latest() == TEN + HOUR

    def test_the_last_delivery(self, store: Store) -> None:
        """It is the one that was received last; what we fetched is none, and at first there is none."""
        before = store.traffic.latest()
        _receive(store, TEN, TEN - HOUR)

        store.inbox.add([make.arrival("fetched", openphone_type="reconcile.call", received_at=TEN + HOUR)])

        assert (before, store.traffic.latest()) == (None, TEN)

    def test_hours_since(self, store: Store) -> None:
        """That hour counts, the one before it does not."""
        _receive(store, TEN - HOUR, TEN)
        store.traffic.count_deliveries(since=LONG_AGO)

        found = store.traffic.hours(since=TEN)

        assert found == {TEN: 1}

    def test_what_is_old_is_let_go(self, store: Store) -> None:
        """Counted hours and refusals from before that moment are gone, and not counted again."""
        _receive(store, TEN - 3 * HOUR, TEN)
        store.traffic.count_deliveries(since=LONG_AGO)
        store.traffic.add_refusals({Refused(TEN - HOUR, "old"): 1, Refused(TEN, "new"): 1})

        store.traffic.forget(before=TEN)

        store.traffic.count_deliveries(since=LONG_AGO)
        assert _hours(store) == {TEN: 1}
        assert store.traffic.refusals(since=LONG_AGO) == {"new": 1}


def _receive(store: Store, *moments: datetime) -> None:
    for moment in moments:
        name = moment.isoformat()
        store.inbox.add([make.arrival(name, received_at=moment)])


def _hours(store: Store) -> Mapping[datetime, int]:
    return store.traffic.hours(since=LONG_AGO)
