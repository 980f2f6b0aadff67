"""What is promised to whoever has a bulk retry in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from openphone_crm.audit import AuditEntry
from openphone_crm.ids import JobId
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import InFlight, RetryFilter
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.retry_starts import dead, start
from openphone_crm.testing.contracts.scenes import EVERYTHING, claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import EventFilter
from openphone_crm.work_records import Settlement, Status

JOB = JobId("job")
NOW = make.later(100)


class HeldJobContract:
    """Every event of a job is released once and counted once, whoever advances it."""

    def test_some_are_released(self, store: Store) -> None:
        """As many as one asks for become due, and the others stay dead letters."""
        dead(store, "a", "b", "c", "d")
        dead(store, "low", priority=Priority.LOW)
        start(store, RetryFilter(event_type="message.received"))

        released = [release(store, 3), release(store, 3), release(store, 3)]

        assert sorted(frozenset().union(*released)) == [Priority.CRITICAL, Priority.LOW]
        assert released[2] == frozenset()
        assert len(claim(store, now=NOW)) == 4
        assert len(claim(store, priority=Priority.LOW, now=NOW)) == 1

    def test_released_before_their_turn(self, store: Store) -> None:
        """Only as many as were released are due; each is tried like one that was never tried."""
        dead(store, "a", "b", "c", "d")
        start(store, RetryFilter())

        release(store, 3)

        assert statuses(store) == {Status.PENDING: 3, Status.FAILED: 1}
        assert claim(store, now=make.later(99)) == []
        assert {event.retry_count for event in claim(store, now=NOW)} == {0}

    def test_what_failed_later_is_not_of_the_job(self, store: Store) -> None:
        """A job is over what had failed when it began."""
        dead(store, "a")
        start(store, RetryFilter())
        dead(store, "b")

        release(store, 10)

        assert [event.id for event in claim(store, now=NOW)] == [make.event_id("a")]

    def test_what_is_no_dead_letter_any_more_is_left_alone(self, store: Store) -> None:
        """An event that somebody else has retried meanwhile is counted by what becomes of it."""
        dead(store, "a", "b")
        start(store, RetryFilter())
        entry = AuditEntry(at=make.NOON, by="Ben", action="retry", subject="a")
        for name in ("a", "b"):
            store.retry_jobs.retry(make.event_id(name), now=make.NOON, entry=entry)
        claim(store)
        _settle(store, make.settlement("a"))

        released = release(store, 10)

        assert released == frozenset()
        assert statuses(store) == {Status.PROCESSED: 1, Status.PROCESSING: 1}
        assert take_ended(store) == {Status.PROCESSED: 1}

    def test_what_has_ended_is_told_once(self, store: Store) -> None:
        """An event is counted when it has ended, by how; and never again."""
        dead(store, "a", "b", "c")
        start(store, RetryFilter())
        release(store, 2)
        names = _names(claim(store, now=NOW))
        _settle(store, make.settlement(names[0]))
        again = make.failure(names[1], status=Status.FAILED, due_at=None)
        store.inbox.settle_failure(again, worker="w1")

        told = [take_ended(store), take_ended(store)]

        assert told == [{Status.PROCESSED: 1, Status.FAILED: 1}, {}]

    def test_what_is_in_flight(self, store: Store) -> None:
        """Due and being worked on is one thing, waiting for another attempt another."""
        dead(store, "a", "b", "c", "d")
        start(store, RetryFilter())
        release(store, 3)
        first, second, _ = _names(claim(store, now=NOW))
        _settle(store, make.settlement(first))
        store.inbox.settle_failure(make.failure(second, due_at=make.later(160)), worker="w1")

        with store.retry_jobs.hold(JOB, waits=True) as held:
            assert held is not None
            told = [held.in_flight(NOW), held.in_flight(make.later(160))]

        assert told == [InFlight(now=1, later=1), InFlight(now=2, later=0)]

    def test_a_job_is_empty_when_all_has_ended(self, store: Store) -> None:
        """Neither while an event waits, nor while one is in flight."""
        dead(store, "a")
        start(store, RetryFilter())
        told = [_is_empty(store)]
        release(store, 10)
        told.append(_is_empty(store))
        claim(store, now=NOW)
        _settle(store, make.settlement("a"))

        take_ended(store)

        assert [*told, _is_empty(store)] == [False, False, True]

    def test_what_waits_can_be_dropped(self, store: Store) -> None:
        """What was not released stays a dead letter; what was, is still in flight."""
        dead(store, "a", "b", "c")
        start(store, RetryFilter())
        release(store, 1)

        with store.retry_jobs.hold(JOB, waits=True) as held:
            assert held is not None
            held.drop_waiting()

        assert release(store, 10) == frozenset()
        assert statuses(store) == {Status.PENDING: 1, Status.FAILED: 2}
        assert not _is_empty(store)

    def test_jobs_over_the_same_events(self, store: Store) -> None:
        """Each job counts what became of an event, and only one has it tried."""
        dead(store, "a", "b")
        start(store, RetryFilter(), name="job")
        start(store, RetryFilter(), name="other")

        released = [release(store, 10, name=name) for name in ("job", "other")]
        claim(store, now=NOW)
        _settle(store, make.settlement("a"), make.settlement("b"))

        assert released == [{Priority.CRITICAL}, frozenset()]
        assert [take_ended(store, name=name) for name in ("job", "other")] == [{Status.PROCESSED: 2}] * 2


def release(store: Store, limit: int, *, name: str = "job") -> frozenset[Priority]:
    """Release so many events of a job."""
    with store.retry_jobs.hold(JobId(name), waits=True) as held:
        assert held is not None
        return held.release(limit, now=NOW)


def take_ended(store: Store, *, name: str = "job") -> dict[Status | None, int]:
    """Let go of what has ended of a job."""
    with store.retry_jobs.hold(JobId(name), waits=True) as held:
        assert held is not None
        return held.take_ended()


def _settle(store: Store, *settlements: Settlement) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.settle(settlements, worker="w1")


def _is_empty(store: Store) -> bool:
    with store.retry_jobs.hold(JOB, waits=True) as held:
        assert held is not None
        return held.is_empty()


def _names(events: Sequence[ClaimedEvent]) -> list[str]:
    known = {make.event_id(name): name for name in "abcd"}
    return [known[event.id] for event in events]


def statuses(store: Store) -> Counter[Status]:
    """How many events there are of each status."""
    return Counter(event.status for event in store.events.find(EventFilter(), EVERYTHING).items)
