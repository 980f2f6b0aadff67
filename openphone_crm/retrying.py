"""Putting dead letters right by hand: one, or many as a job that can be watched and cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.errors import ConflictError, NotFoundError, UnavailableError
from openphone_crm.ids import EventId, JobId
from openphone_crm.moments import format_moment
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.job_queue import JobQueue
from openphone_crm.ports.readers import EventReader
from openphone_crm.ports.retry_jobs import HeldJob, RetryJobs
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import (
    InFlight,
    JobState,
    Pace,
    RetryFilter,
    RetryJob,
    RetryPreview,
    see_that_it_failed,
)
from openphone_crm.views import EventView

RETRIED = "event retried"
STARTED = "bulk retry started"
CANCELLED = "bulk retry cancelled"


@attrs.frozen
class Progress:
    """A job after it was advanced, and how many of its events the workers have."""

    job: RetryJob
    in_flight: InFlight


@attrs.frozen(kw_only=True)
class Retrying:
    """Gives dead letters to the workers once more; `by` is who wants it, as the audit log shows it."""

    jobs: RetryJobs
    events: EventReader
    job_queue: JobQueue
    clock: Clock
    pace: Pace = attrs.field(factory=Pace)

    def retry_one(self, event_id: EventId, *, by: str) -> EventView:
        """
        Have one dead letter tried again, at once, with all its retries before it.

        Returns:
            The event as it is now.

        Raises:
            NotFoundError: When there is no such event.
            ConflictError: When it is no dead letter.
        """
        now = self.clock.now()
        entry = AuditEntry(at=now, by=by, action=RETRIED, subject=event_id)
        status = self.jobs.retry(event_id, now=now, entry=entry)
        detail = self.events.get(event_id)
        if status is None or detail is None:
            raise NotFoundError("event", event_id)
        see_that_it_failed(status)
        self._ring([detail.event.priority])
        return detail.event

    def preview(self, wanted: RetryFilter) -> RetryPreview:
        """What a job with this filter would retry."""
        return self.jobs.preview(wanted)

    def start(self, wanted: RetryFilter, *, by: str) -> RetryJob:
        """Begin to retry every dead letter that the filter finds now; `advance` does it."""
        job = RetryJob(id=JobId(self.clock.new_id()), wanted=wanted, by=by, created_at=self.clock.now())
        return self.jobs.start(job, _entry(job, job.created_at, by=by, action=STARTED))

    def job(self, job_id: JobId) -> RetryJob:
        """
        A job, as far as it is.

        Raises:
            NotFoundError: When there is no such job.
        """
        job = self.jobs.get(job_id)
        if job is None:
            raise NotFoundError("job", job_id)
        return job

    def cancel(self, job_id: JobId, *, by: str) -> RetryJob:
        """
        Release no more events of a job; those that were released end by themselves, and are counted.

        Raises:
            NotFoundError: When there is no such job.
            ConflictError: When it is over.
        """
        with self.jobs.hold(job_id, waits=True) as held:
            if held is not None and held.job.state is JobState.RUNNING:
                return self._cancelled(held, by=by)
        reason = f"the job is {self.job(job_id).state}: there is nothing left to cancel"
        raise ConflictError(reason)

    def advance(self, job_id: JobId) -> Progress | None:
        """
        Count what has ended of a job, and release what there is room for.

        Returns:
            How far the job is; None when it has ended, or another is advancing it right now.
        """
        with self.jobs.hold(job_id, waits=False) as held:
            if held is None:
                return None
            progress, released = self._advanced(held)
        # After the commit: a worker that hears the bell must find what it rings for.
        self._ring(released)
        return progress

    def advance_all(self) -> None:
        """Advance every job that has not ended; called once a second, by however many schedulers."""
        for job_id in self.jobs.unfinished():
            self.advance(job_id)

    def _advanced(self, held: HeldJob) -> tuple[Progress, frozenset[Priority]]:
        now = self.clock.now()
        job = held.job.counting(held.take_ended())
        released = frozenset[Priority]()
        if room := self.pace.room(held.in_flight(now)):
            released = held.release(room, now=now)
        if held.is_empty():
            job = job.ended(now)
        if job != held.job:
            held.save(job)
        return Progress(job, held.in_flight(now)), released

    def _cancelled(self, held: HeldJob, *, by: str) -> RetryJob:
        now = self.clock.now()
        held.drop_waiting()
        job = attrs.evolve(held.job, state=JobState.CANCELLED)
        job = job.ended(now) if held.is_empty() else job
        held.save(job, _entry(job, now, by=by, action=CANCELLED))
        return job

    def _ring(self, priorities: Iterable[Priority]) -> None:
        # What is due is found without a bell too, a second later.
        with suppress(UnavailableError):
            for priority in sorted(priorities):
                self.job_queue.ring(priority)


def _entry(job: RetryJob, at: datetime, *, by: str, action: str) -> AuditEntry:
    wanted = job.wanted
    details = {
        "type": wanted.event_type,
        "since": wanted.since and format_moment(wanted.since),
        "failure": wanted.failure_id,
    }
    return AuditEntry(
        at=at,
        by=by,
        action=action,
        subject=job.id,
        details={name: value for name, value in details.items() if value},
    )
