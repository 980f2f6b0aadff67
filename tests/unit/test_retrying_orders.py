"""Whatever happens in whatever order, no event of a bulk retry is lost, and none is counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import ConflictError
from openphone_crm.ids import EventId, JobId
from openphone_crm.retry_jobs import InFlight, JobState, Pace, RetryFilter, RetryJob
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status
from tests.unit.dead_letters import DeadLetters

NAMES = "abcdefg"
PACE = Pace(at_once=2, most_unsettled=4)
LONG = 61

Happening = Callable[["Story"], object]


class Story:
    """A bulk retry over a few dead letters, and how often each event has ended since."""

    def __init__(self) -> None:
        self.post = DeadLetters(*NAMES, pace=PACE)
        self.job_ids = [self.start()]
        self.processed: Counter[EventId] = Counter()
        self.failed: Counter[EventId] = Counter()

    def start(self) -> JobId:
        """Begin a job over all that is failed now."""
        return self.post.retrying.start(RetryFilter(), by="Ann").id

    def start_another(self) -> None:
        """Begin a job beside those that there are."""
        self.job_ids.append(self.start())

    def advance(self) -> None:
        """Advance every job."""
        self.post.retrying.advance_all()

    def cancel(self) -> None:
        """Cancel the first job, if that can be done."""
        with suppress(ConflictError):
            self.post.retrying.cancel(self.job_ids[0], by="Ann")

    def retry_one(self) -> None:
        """Retry one event by itself, if that can be done."""
        with suppress(ConflictError):
            self.post.retrying.retry_one(make.event_id(NAMES[0]), by="Ann")

    def process_one(self) -> None:
        """Have one event done."""
        self.processed.update(self.post.process(1))

    def fail_one(self) -> None:
        """Have one event fail for good."""
        self.failed.update(self.post.fail_again(1))

    def fail_one_for_now(self) -> None:
        """Have one event fail, to be tried again."""
        self.post.fail_for_now(1)

    def wait(self) -> None:
        """Let the time of the next attempt come."""
        self.post.clock.advance(seconds=LONG)

    def finish(self) -> None:
        """Go on until nothing is left to do."""
        for _ in range(len(NAMES) * len(self.job_ids) + 1):
            self.advance()
            self.wait()
            self.processed.update(self.post.process())
        self.advance()

    def in_flight(self, job_id: JobId) -> InFlight:
        """What the workers have of a job."""
        with self.post.crm.retry_jobs.hold(job_id, waits=False) as held:
            return held.in_flight(self.post.clock.now()) if held else InFlight()

    @property
    def jobs(self) -> list[RetryJob]:
        """All jobs as they are now."""
        return [self.post.retrying.job(job_id) for job_id in self.job_ids]

    @property
    def statuses(self) -> Mapping[EventId, Status]:
        """How far every event is."""
        return {make.event_id(name): self.post.status(make.event_id(name)) for name in NAMES}


ALONE: list[Happening] = [
    Story.advance,
    Story.cancel,
    Story.process_one,
    Story.fail_one,
    Story.fail_one_for_now,
    Story.wait,
]
TOGETHER: list[Happening] = [*ALONE, Story.retry_one, Story.start_another]


@given(st.lists(st.sampled_from(ALONE), max_size=25))
def test_every_event_ends_once(happenings: list[Happening]) -> None:
    """Each event of a job is done or failed once, and so counted; what was not released is as it was."""
    story = Story()
    for happen in happenings:
        happen(story)

    story.finish()

    (job,) = story.jobs
    ended = story.processed + story.failed
    untouched = [event_id for event_id in story.statuses if not ended[event_id]]
    assert set(ended.values()) <= {1}
    assert (job.done, job.failed) == (story.processed.total(), story.failed.total())
    assert {story.statuses[event_id] for event_id in untouched} <= {Status.FAILED}
    assert job.ended_at is not None
    assert job.state is (JobState.CANCELLED if untouched else job.state)
    assert job.state is not JobState.DONE or job.done + job.failed == job.total


@given(st.lists(st.sampled_from(TOGETHER), max_size=25))
def test_jobs_beside_each_other_add_up(happenings: list[Happening]) -> None:
    """Several jobs and single retries over the same events: every job ends, and has counted its own."""
    story = Story()
    for happen in happenings:
        happen(story)

    story.finish()

    for job in story.jobs:
        assert job.ended_at is not None
        assert job.state is not JobState.RUNNING
        assert job.done + job.failed == job.total or job.state is JobState.CANCELLED
        assert job.done + job.failed <= job.total
    assert set(story.statuses.values()) <= {Status.PROCESSED, Status.FAILED}


@given(st.lists(st.sampled_from(TOGETHER), max_size=25))
def test_few_are_due_at_a_time(happenings: list[Happening]) -> None:
    """A job adds nothing to what is due beyond its pace, nor to what is unsettled."""
    story = Story()
    for happen in happenings:
        before = [story.in_flight(job_id) for job_id in story.job_ids]
        happen(story)
        if happen is not Story.advance:
            continue
        for known, found in zip(before, map(story.in_flight, story.job_ids), strict=True):
            assert found.now <= max(PACE.at_once, known.now)
            assert found.now + found.later <= max(PACE.most_unsettled, known.now + known.later)
