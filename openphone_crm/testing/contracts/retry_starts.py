"""What is promised of a dead letter that is retried, and of a job that begins."""

from __future__ import annotations

from functools import partial

from openphone_crm.audit import AuditEntry
from openphone_crm.failures import FailureCause
from openphone_crm.ids import EventId, FailureId, JobId
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import JobState, RetryFilter, RetryJob
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once
from openphone_crm.testing.contracts.dead_letters import final
from openphone_crm.testing.contracts.scenes import claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status

CAUSE = FailureCause(error_class="ValueError", place="here", event_type="message.received")
ENTRY = AuditEntry(at=make.later(100), by="Ann", action="retry", subject="something")


class RetryStartContract:
    """Only dead letters are retried, and all that a filter finds when a job begins."""

    def test_a_retried_event_is_due(self, store: Store) -> None:
        """A dead letter is due at once, with its retries before it and its attempts behind it."""
        failed_for_good(store, "one")

        status = store.retry_jobs.retry(make.event_id("one"), now=make.later(100), entry=ENTRY)

        detail = store.events.get(make.event_id("one"))
        assert detail is not None
        assert (status, detail.event.status, detail.event.retry_count) == (Status.FAILED, Status.PENDING, 0)
        assert (detail.event.error_message, len(detail.attempts)) == ("it broke", 1)
        assert claim(store, now=make.later(99)) == []
        (event,) = claim(store, now=make.later(100))
        assert (event.retry_count, event.attempts_made, event.loss) == (0, 1, None)

    def test_a_retry_is_audited(self, store: Store) -> None:
        """Who did it stands in the log, whatever becomes of it."""
        failed_for_good(store, "one")

        store.retry_jobs.retry(make.event_id("one"), now=make.later(100), entry=ENTRY)

        assert list(store.audit.of("something")) == [ENTRY]

    def test_only_a_dead_letter_is_retried(self, store: Store) -> None:
        """Every other event stays as it is, and nothing is audited."""
        store.inbox.add([make.arrival("done"), make.arrival("held")])
        claim(store)
        with store.unit_of_work.begin() as transaction:
            transaction.settle([make.settlement("done")], worker="w1")
        store.inbox.add([make.arrival("new"), make.arrival("odd", status=Status.IGNORED)])
        names = ("done", "held", "new", "odd")

        told = [
            store.retry_jobs.retry(make.event_id(name), now=make.later(100), entry=ENTRY) for name in names
        ]

        expected = [Status.PROCESSED, Status.PROCESSING, Status.PENDING, Status.IGNORED]
        assert told == expected
        assert [_status(store, name) for name in names] == expected
        assert list(store.audit.of("something")) == []

    def test_an_event_that_is_not_there(self, store: Store) -> None:
        """Whatever an id looks like, an event that nobody knows cannot be retried."""
        ids = [make.event_id("two"), "", "no-uuid", "\u2603'%", "a\x00b", "x" * 5000]

        told = [store.retry_jobs.retry(EventId(each), now=make.NOON, entry=ENTRY) for each in ids]

        assert told == [None] * len(ids)

    def test_many_at_once_retry_once(self, store: Store) -> None:
        """Of several who retry one event together, one does."""
        store.inbox.add([make.arrival("one", status=Status.FAILED)])
        retry = partial(store.retry_jobs.retry, make.event_id("one"), now=make.NOON, entry=ENTRY)

        told = at_once(*[retry] * 4)

        assert sorted(filter(None, told)) == [Status.FAILED, *[Status.PENDING] * 3]

    def test_a_preview_counts_dead_letters(self, store: Store) -> None:
        """How many there are of each type, the most frequent first, and of nothing else."""
        dead(store, "a", "b", event_type="call.missed")
        dead(store, "c", event_type="call.completed")
        dead(store, "d", event_type="message.received")
        store.inbox.add([make.arrival("e", event_type="call.missed")])

        preview = store.retry_jobs.preview(RetryFilter())

        assert preview.count == 4
        assert list(preview.by_type.items()) == [
            ("call.missed", 2),
            ("call.completed", 1),
            ("message.received", 1),
        ]

    def test_a_filter_finds_what_it_says(self, store: Store) -> None:
        """A type, a moment of receipt on, a cause of failure, and together what is all of it."""
        failed_for_good(store, "a")
        dead(store, "b", event_type="call.missed")
        dead(store, "c", event_type="x%_y", received_at=make.later(5))
        filters = [
            RetryFilter(),
            RetryFilter(event_type="call.missed"),
            RetryFilter(event_type="call%"),
            RetryFilter(event_type="x%_y"),
            RetryFilter(event_type="a\x00b"),
            RetryFilter(since=make.later(5)),
            RetryFilter(since=make.later(5.000_001)),
            RetryFilter(failure_id=CAUSE.id),
            RetryFilter(failure_id=FailureId("\u2603")),
            RetryFilter(event_type="call.missed", since=make.NOON),
            RetryFilter(event_type="call.missed", failure_id=CAUSE.id),
        ]

        counts = [store.retry_jobs.preview(each).count for each in filters]
        totals = [start(store, each, name=f"{n}").total for n, each in enumerate(filters)]

        assert counts == totals == [3, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]

    def test_a_job_is_kept_whole(self, store: Store) -> None:
        """Every field of a job comes back, and who began it stands in the log."""
        dead(store, "a", "b")
        wanted = RetryFilter(event_type="message.received", since=make.NOON)

        job = start(store, wanted, by=ODD_TEXTS[0])

        assert job == RetryJob(id=JobId("job"), wanted=wanted, by=ODD_TEXTS[0], created_at=make.NOON, total=2)
        assert store.retry_jobs.get(JobId("job")) == job
        assert store.retry_jobs.unfinished() == [JobId("job")]
        assert list(store.audit.of("something")) == [ENTRY]

    def test_a_job_over_nothing_has_ended(self, store: Store) -> None:
        """Where a filter finds nothing there is nothing to do."""
        job = start(store, RetryFilter())

        assert (job.total, job.state, job.ended_at) == (0, JobState.DONE, make.NOON)
        assert store.retry_jobs.get(JobId("job")) == job
        assert list(store.retry_jobs.unfinished()) == []

    def test_a_job_that_is_not_there(self, store: Store) -> None:
        """Whatever an id looks like, a job that nobody began is None."""
        ids = [JobId(text) for text in ("other", "", "\u2603'%", "a\x00b", "x" * 5000)]
        start(store, RetryFilter())

        assert [store.retry_jobs.get(job_id) for job_id in ids] == [None] * len(ids)

    def test_jobs_are_told_in_order(self, store: Store) -> None:
        """Of several jobs the oldest is first, and those of one moment have an order."""
        dead(store, "a")
        for name, seconds in (("c", 2), ("b", 1), ("a", 1)):
            start(store, RetryFilter(), name=name, seconds=seconds)

        assert list(store.retry_jobs.unfinished()) == ["a", "b", "c"]

    def test_what_people_see_has_changed(self, store: Store) -> None:
        """A retry and a new job count as changes of the events, so that polls look again."""
        dead(store, "a", "b")
        numbers = [store.changes.current("events")]

        start(store, RetryFilter())
        numbers.append(store.changes.current("events"))
        store.retry_jobs.retry(make.event_id("a"), now=make.NOON, entry=ENTRY)
        numbers.append(store.changes.current("events"))

        assert numbers == sorted(set(numbers))


def dead(store: Store, *names: str, **fields: object) -> None:
    """Have these dead letters."""
    store.inbox.add([make.arrival(name, status=Status.FAILED, **fields) for name in names])


def failed_for_good(store: Store, name: str) -> None:
    """Have an event that was worked on and became a dead letter of that cause."""
    store.inbox.add([make.arrival(name, priority=Priority.CRITICAL)])
    claim(store)
    failure = make.failure(name, retry_count=3, **final(why=CAUSE))
    store.inbox.settle_failure(failure, worker="w1")


def start(
    store: Store, wanted: RetryFilter, *, name: str = "job", by: str = "Ann", seconds: float = 0
) -> RetryJob:
    """Begin a job."""
    job = RetryJob(id=JobId(name), wanted=wanted, by=by, created_at=make.later(seconds))
    return store.retry_jobs.start(job, ENTRY)


def _status(store: Store, name: str) -> Status:
    detail = store.events.get(make.event_id(name))
    assert detail is not None
    return detail.event.status
