"""What is promised of having a bulk retry to oneself, and of keeping it as it is then."""

from __future__ import annotations

from functools import partial

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.ids import JobId
from openphone_crm.retry_jobs import JobState, RetryFilter, RetryJob
from openphone_crm.testing.contracts.asserting import at_once, raising
from openphone_crm.testing.contracts.held_jobs import JOB, NOW, release, statuses
from openphone_crm.testing.contracts.retry_starts import dead, start
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status


class JobHoldContract:
    """A job is in one hand at a time, and what that hand did is kept, or nothing of it."""

    def test_a_job_is_kept_as_saved(self, store: Store) -> None:
        """Its figures, its state, its end, and who changed it."""
        dead(store, "a")
        job = attrs.evolve(start(store, RetryFilter()), state=JobState.CANCELLED, done=3, failed=2)
        entry = AuditEntry(at=NOW, by="Ben", action="cancel", subject=JOB)

        _save(store, job, entry)

        assert store.retry_jobs.get(JOB) == job
        assert list(store.retry_jobs.unfinished()) == [JOB]
        assert list(store.audit.of(JOB)) == [entry]

    def test_nobody_holds_a_job_that_is_none(self, store: Store) -> None:
        """A job that has ended is None, as is one that never was."""
        dead(store, "a")
        _save(store, start(store, RetryFilter()).ended(NOW))

        holds = [_holds(store, JobId(name)) for name in ("job", "other", "", "a\x00b", "x" * 5000)]

        assert holds == [False] * 5
        assert list(store.retry_jobs.unfinished()) == []

    def test_a_hold_that_fails_has_changed_nothing(self, store: Store) -> None:
        """When its block raises, nothing was released, dropped or saved."""
        dead(store, "a", "b")
        job = start(store, RetryFilter())

        with raising(ZeroDivisionError), store.retry_jobs.hold(JOB, waits=True) as held:
            assert held is not None
            held.release(1, now=NOW)
            held.drop_waiting()
            held.save(attrs.evolve(job, done=1))
            raise ZeroDivisionError

        assert store.retry_jobs.get(JOB) == job
        assert statuses(store) == {Status.FAILED: 2}
        assert len(release(store, 10)) == 1

    def test_a_job_is_in_one_hand(self, store: Store) -> None:
        """Of several who wait for a job, each finds what the one before has saved."""
        dead(store, "a")
        start(store, RetryFilter())

        at_once(*[partial(_count_one, store, waits=True)] * 4)

        job = store.retry_jobs.get(JOB)
        assert job is not None
        assert job.done == 4

    def test_who_does_not_wait_does_no_harm(self, store: Store) -> None:
        """Of several who would have a job now, at least one gets it, and none disturbs another."""
        dead(store, "a")
        start(store, RetryFilter())

        counted = at_once(*[partial(_count_one, store, waits=False)] * 4)

        job = store.retry_jobs.get(JOB)
        assert job is not None
        assert job.done == sum(counted) >= 1

    def test_progress_is_a_change(self, store: Store) -> None:
        """A release and a saved job count as changes of the events, so that polls look again."""
        dead(store, "a")
        job = start(store, RetryFilter())
        numbers = [store.changes.current("events")]

        release(store, 1)
        numbers.append(store.changes.current("events"))
        _save(store, attrs.evolve(job, done=1))
        numbers.append(store.changes.current("events"))

        assert numbers == sorted(set(numbers))


def _save(store: Store, job: RetryJob, entry: AuditEntry | None = None) -> None:
    with store.retry_jobs.hold(job.id, waits=True) as held:
        assert held is not None
        held.save(job, entry)


def _holds(store: Store, job_id: JobId) -> bool:
    with store.retry_jobs.hold(job_id, waits=False) as held:
        return held is not None


def _count_one(store: Store, *, waits: bool) -> bool:
    with store.retry_jobs.hold(JOB, waits=waits) as held:
        if held is None:
            return False
        held.save(attrs.evolve(held.job, done=held.job.done + 1))
        return True
