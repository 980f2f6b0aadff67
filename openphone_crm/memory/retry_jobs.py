"""Dead letters that are given to the workers once more, in memory (ports `RetryJobs` and `HeldJob`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.ids import EventId, JobId
from openphone_crm.memory.audit import save_audit
from openphone_crm.memory.store import EVENTS, EventRow, RetryJobRow, State, Store
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import InFlight, RetryFilter, RetryJob, RetryPreview
from openphone_crm.work_records import Status

_IN_FLIGHT = (Status.PENDING, Status.PROCESSING)


class MemoryRetryJobs:
    """Keeps jobs as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def retry(self, event_id: EventId, *, now: datetime, entry: AuditEntry) -> Status | None:
        """Give the workers one dead letter; the status that it had."""
        with self._store.writing() as state:
            row = state.events.get(event_id)
            if row is not None and row.status is Status.FAILED:
                _retry([row], state, now=now)
                save_audit(entry, state)
            return None if row is None else row.status

    def preview(self, wanted: RetryFilter) -> RetryPreview:
        """How many dead letters a filter finds, of which types."""
        with self._store.reading() as state:
            types = Counter(row.arrival.event_type for row in _found(wanted, state))
        by_type = sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))
        return RetryPreview(types.total(), dict(by_type))

    def start(self, job: RetryJob, entry: AuditEntry) -> RetryJob:
        """Keep a new job over the dead letters that its filter finds now."""
        with self._store.writing() as state:
            waiting = tuple(sorted(row.id for row in _found(job.wanted, state)))
            job = attrs.evolve(job, total=len(waiting))
            job = job if waiting else job.ended(job.created_at)
            state.retry_jobs[job.id] = RetryJobRow(job=job, waiting=waiting)
            save_audit(entry, state)
            state.count(EVENTS)
            return job

    def get(self, job_id: JobId) -> RetryJob | None:
        """One job."""
        with self._store.reading() as state:
            row = state.retry_jobs.get(job_id)
            return None if row is None else row.job

    def unfinished(self) -> list[JobId]:
        """The jobs that have not ended, oldest first."""
        with self._store.reading() as state:
            jobs = [row.job for row in state.retry_jobs.values() if row.job.ended_at is None]
        return [job.id for job in sorted(jobs, key=lambda job: (job.created_at, job.id))]

    @contextmanager
    def hold(self, job_id: JobId, *, waits: bool) -> Iterator[MemoryHeldJob | None]:  # noqa: ARG002 - nobody waits long here
        """Have the whole store to oneself, and the job in it."""
        with self._store.writing() as state:
            row = state.retry_jobs.get(job_id)
            yield None if row is None or row.job.ended_at else MemoryHeldJob(job_id, state)


@attrs.frozen
class MemoryHeldJob:
    """A job in one hand."""

    _job_id: JobId
    _state: State

    @property
    def job(self) -> RetryJob:
        """The job as it is kept."""
        return self._row.job

    def take_ended(self) -> dict[Status | None, int]:
        """Let go of the released events that have ended; how many there were of each status."""
        statuses = {event_id: self._status(event_id) for event_id in self._row.released}
        ended = {event_id: status for event_id, status in statuses.items() if status not in _IN_FLIGHT}
        self._keep(attrs.evolve(self._row, released=self._row.released - ended.keys()))
        return dict(Counter(ended.values()))

    def in_flight(self, now: datetime) -> InFlight:
        """How many released events have not ended."""
        rows = [row for event_id in self._row.released if (row := self._state.events.get(event_id))]
        left = [row for row in rows if row.status in _IN_FLIGHT]
        later = sum(row.status is Status.PENDING and (row.due_at or now) > now for row in left)
        return InFlight(now=len(left) - later, later=later)

    def release(self, limit: int, *, now: datetime) -> frozenset[Priority]:
        """Give the workers some of the events that wait, the oldest first."""
        row = self._row
        ids, waiting = row.waiting[:limit], row.waiting[limit:]
        self._keep(attrs.evolve(row, waiting=waiting, released=row.released | set(ids)))
        events = [event for event_id in ids if (event := self._state.events.get(event_id))]
        failed = [event for event in events if event.status is Status.FAILED]
        _retry(failed, self._state, now=now)
        return frozenset(event.priority for event in failed)

    def drop_waiting(self) -> None:
        """Let go of all events that were not released."""
        self._keep(attrs.evolve(self._row, waiting=()))

    def is_empty(self) -> bool:
        """Whether no event waits, and none is in flight."""
        return not self._row.waiting and not self._row.released

    def save(self, job: RetryJob, entry: AuditEntry | None = None) -> None:
        """Keep the job as it is now, and who changed it."""
        self._keep(attrs.evolve(self._row, job=job))
        self._state.count(EVENTS)
        if entry is not None:
            save_audit(entry, self._state)

    @property
    def _row(self) -> RetryJobRow:
        return self._state.retry_jobs[self._job_id]

    def _keep(self, row: RetryJobRow) -> None:
        self._state.retry_jobs[self._job_id] = row

    def _status(self, event_id: str) -> Status | None:
        row = self._state.events.get(event_id)
        return None if row is None else row.status


def _found(wanted: RetryFilter, state: State) -> Iterator[EventRow]:
    for row in state.events.values():
        if row.status is Status.FAILED and _is_wanted(row, wanted):
            yield row


def _is_wanted(row: EventRow, wanted: RetryFilter) -> bool:
    return (
        wanted.event_type in (None, row.arrival.event_type)
        and wanted.failure_id in (None, row.failure_id)
        and (wanted.since is None or wanted.since <= row.arrival.received_at)
    )


def _retry(rows: Iterable[EventRow], state: State, *, now: datetime) -> None:
    for row in rows:
        state.events[row.id] = attrs.evolve(
            row, status=Status.PENDING, due_at=now, retry_count=0, tries_alone=0
        )
        state.count(EVENTS)
