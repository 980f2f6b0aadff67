"""Dead letters that are given to the workers once more, one by one or many as a job."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from openphone_crm.audit import AuditEntry
from openphone_crm.ids import EventId, JobId
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import InFlight, RetryFilter, RetryJob, RetryPreview
from openphone_crm.work_records import Status


class HeldJob(Protocol):
    """A job in one hand: all of it happens when its block ends, or nothing."""

    @property
    def job(self) -> RetryJob:
        """The job as it is kept."""
        ...

    def take_ended(self) -> dict[Status | None, int]:
        """
        Let go of the released events that have ended, whatever ended them.

        Returns:
            How many there were of each status; None stands for events that are there no more.
        """
        ...

    def in_flight(self, now: datetime) -> InFlight:
        """How many released events have not ended."""
        ...

    def release(self, limit: int, *, now: datetime) -> frozenset[Priority]:
        """
        Give the workers up to `limit` of the events that wait, as the events were received.

        A dead letter becomes pending, due now, with its retries counted from 0 and its error and
        attempts kept. Whatever else an event is by now, it is left alone, and has been released.

        Returns:
            The priorities in which something became due.
        """
        ...

    def drop_waiting(self) -> None:
        """Let go of all events that were not released; they stay dead letters."""
        ...

    def is_empty(self) -> bool:
        """Whether no event waits, and none is in flight."""
        ...

    def save(self, job: RetryJob, entry: AuditEntry | None = None) -> None:
        """Keep the job as it is now, and who changed it."""
        ...


class RetryJobs(Protocol):
    """Keeps jobs until long after they have ended, and what is left to do of those that have not."""

    def retry(self, event_id: EventId, *, now: datetime, entry: AuditEntry) -> Status | None:
        """
        Give the workers one dead letter, as a job releases it, and commit.

        Returns:
            The status that it had: only when it was failed anything was changed. None for an event
            that is not there.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def preview(self, wanted: RetryFilter) -> RetryPreview:
        """How many dead letters a filter finds, of which types; the most frequent type first."""
        ...

    def start(self, job: RetryJob, entry: AuditEntry) -> RetryJob:
        """
        Keep a new job over the dead letters that its filter finds now, and commit.

        Returns:
            The job with its total; one that found nothing has ended.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def get(self, job_id: JobId) -> RetryJob | None:
        """One job, its figures as they were last saved."""
        ...

    def unfinished(self) -> Sequence[JobId]:
        """The jobs that have not ended, oldest first."""
        ...

    def hold(self, job_id: JobId, *, waits: bool) -> AbstractContextManager[HeldJob | None]:
        """
        Have a job to oneself until the block ends; None when there is no such job, or it has ended.

        Also None when another has it now, unless one `waits` for that.

        Raises:
            UnavailableError: When the store is away, or the wait is too long.
        """
        ...
