"""Putting dead letters right by hand: who may be retried, how a job goes on, and how it ends."""

from __future__ import annotations

import pytest

from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.ids import EventId, JobId
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import InFlight, JobState, Pace, RetryFilter
from openphone_crm.retrying import CANCELLED, RETRIED, STARTED, Progress
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status
from tests.unit.dead_letters import DeadLetters


def test_a_dead_letter_is_tried_again() -> None:
    """It is pending and due, whoever does it is named, and its workers are woken."""
    post = DeadLetters("a")

    event = post.retrying.retry_one(make.event_id("a"), by="Ann")

    (entry,) = post.crm.audit.of(make.event_id("a"))
    assert (event.id, event.status, event.retry_count) == (make.event_id("a"), Status.PENDING, 0)
    assert (entry.by, entry.action, entry.at) == ("Ann", RETRIED, post.clock.now())
    assert post.job_queue.rings == (Priority.CRITICAL,)
    assert post.process() == [make.event_id("a")]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (
            Status.PENDING,
            "what is pending is tried by itself when it is due; only failed events can be retried",
        ),
        (
            Status.IGNORED,
            "what is ignored is of a type that nothing is done about; only failed events can be retried",
        ),
    ],
)
def test_what_has_not_failed_is_refused(status: Status, reason: str) -> None:
    """The refusal says what the event is instead, and what that means."""
    post = DeadLetters()
    post.crm.inbox.add([make.arrival("a", status=status)])

    with pytest.raises(ConflictError) as caught:
        post.retrying.retry_one(make.event_id("a"), by="Ann")

    assert str(caught.value) == reason
    assert post.job_queue.rings == ()


def test_what_is_not_there_is_not_found() -> None:
    """An event or a job that nobody knows is said to be none."""
    post = DeadLetters()

    with pytest.raises(NotFoundError, match="event nothing"):
        post.retrying.retry_one(EventId("nothing"), by="Ann")
    with pytest.raises(NotFoundError, match="job nothing"):
        post.retrying.job(JobId("nothing"))
    with pytest.raises(NotFoundError, match="job nothing"):
        post.retrying.cancel(JobId("nothing"), by="Ann")


def test_a_job_goes_on_step_by_step() -> None:
    """So many are due at a time, the next when those are done, and the job is done after the last."""
    post = DeadLetters("a", "b", "c", pace=Pace(at_once=2))
    job = post.retrying.start(RetryFilter(), by="Ann")
    worked = []

    while post.retrying.advance(job.id):
        worked.append(len(post.process()))

    job = post.retrying.job(job.id)
    assert worked == [2, 1, 0]
    assert (job.state, job.total, job.done, job.failed) == (JobState.DONE, 3, 3, 0)
    assert job.ended_at == post.clock.now()


def test_an_advance_tells_how_far_the_job_is() -> None:
    """What has ended is counted, what the workers have is told, and a job that is over tells nothing."""
    post = DeadLetters("a", "b", "c", pace=Pace(at_once=2))
    job = post.retrying.start(RetryFilter(), by="Ann")

    first = post.retrying.advance(job.id)
    post.fail_again()
    second = post.retrying.advance(job.id)
    post.process()
    third = post.retrying.advance(job.id)

    assert first == Progress(job, InFlight(now=2))
    assert second is not None
    assert (second.job.failed, second.in_flight) == (2, InFlight(now=1))
    assert third is not None
    assert (third.job.done, third.job.state, third.in_flight) == (1, JobState.DONE, InFlight())
    assert post.retrying.advance(job.id) is None


def test_released_events_are_rung_for() -> None:
    """The workers of every priority that something became due in are woken, the most urgent first."""
    post = DeadLetters("a", priority=Priority.STANDARD)
    post.add("b", priority=Priority.CRITICAL)
    post.retrying.start(RetryFilter(), by="Ann")

    post.retrying.advance_all()

    assert post.job_queue.rings == (Priority.CRITICAL, Priority.STANDARD)


def test_a_bell_that_is_away_stops_nothing() -> None:
    """Without the bell the events are released all the same: they are found a second later."""
    post = DeadLetters("a", is_bell_away=True)
    post.retrying.start(RetryFilter(), by="Ann")

    post.retrying.advance_all()

    assert post.process() == [make.event_id("a")]


def test_events_that_wait_hold_up_nobody() -> None:
    """What has failed again and is due later leaves its place to the next, until too many wait so."""
    post = DeadLetters(*"abcdef", pace=Pace(at_once=2, most_unsettled=4))
    job = post.retrying.start(RetryFilter(), by="Ann")
    told = []

    for _ in range(3):
        progress = post.retrying.advance(job.id)
        told.append(progress and progress.in_flight)
        post.fail_for_now()

    assert told == [InFlight(now=2), InFlight(now=2, later=2), InFlight(later=4)]


def test_a_cancelled_job_releases_nothing_more() -> None:
    """What was released ends by itself and is counted; the others stay dead letters."""
    post = DeadLetters("a", "b", "c", pace=Pace(at_once=1))
    job = post.retrying.start(RetryFilter(), by="Ann")
    post.retrying.advance(job.id)

    cancelled = post.retrying.cancel(job.id, by="Ben")
    worked = len(post.process())
    post.retrying.advance_all()

    job = post.retrying.job(job.id)
    assert (cancelled.state, cancelled.ended_at) == (JobState.CANCELLED, None)
    assert (worked, len(post.process())) == (1, 0)
    assert (job.state, job.total, job.done, job.failed) == (JobState.CANCELLED, 3, 1, 0)
    assert job.ended_at == post.clock.now()


def test_a_job_with_nothing_on_its_way_ends_with_its_cancel() -> None:
    """There is nothing to wait for."""
    post = DeadLetters("a")
    job = post.retrying.start(RetryFilter(), by="Ann")

    cancelled = post.retrying.cancel(job.id, by="Ben")

    assert (cancelled.state, cancelled.ended_at) == (JobState.CANCELLED, post.clock.now())
    assert post.crm.retry_jobs.unfinished() == []


@pytest.mark.parametrize("state", [JobState.DONE, JobState.CANCELLED])
def test_what_is_over_cannot_be_cancelled(state: JobState) -> None:
    """A cancel that comes too late is told so, also while cancelled events are on their way."""
    post = DeadLetters("a")
    job = post.retrying.start(RetryFilter(), by="Ann")
    post.retrying.advance(job.id)
    if state is JobState.CANCELLED:
        post.retrying.cancel(job.id, by="Ben")
    else:
        post.process()
        post.retrying.advance(job.id)

    with pytest.raises(ConflictError, match=f"^the job is {state}: there is nothing left to cancel$"):
        post.retrying.cancel(job.id, by="Ann")


def test_a_job_is_audited() -> None:
    """Who began it and over what, and who cancelled it."""
    post = DeadLetters("a")
    wanted = RetryFilter(event_type="message.received", since=make.NOON)
    job = post.retrying.start(wanted, by="Ann")

    post.clock.advance(seconds=1)
    post.retrying.cancel(job.id, by="Ben")

    entries = post.crm.audit.of(job.id)
    assert [(entry.by, entry.action) for entry in entries] == [("Ann", STARTED), ("Ben", CANCELLED)]
    assert entries[0].details == {"type": "message.received", "since": "2026-04-13T12:00:00.123456Z"}


def test_a_preview_changes_nothing() -> None:
    """It counts, and nothing is due."""
    post = DeadLetters("a", "b")

    preview = post.retrying.preview(RetryFilter())

    assert (preview.count, preview.by_type) == (2, {"message.received": 2})
    assert post.process() == []
