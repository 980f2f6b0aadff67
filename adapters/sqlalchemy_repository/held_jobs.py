"""A bulk retry whose row is locked: what is counted, released and let go of (port `HeldJob`)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import attrs
from sqlalchemy import ColumnElement, Connection, delete, exists, func, literal_column, select, update

from openphone_crm.audit import AuditEntry
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import InFlight, RetryJob
from openphone_crm.work_records import Status

from .audit import save_audit
from .counters import EVENTS, bump
from .mapping import Row, entity_of
from .reviving import revive
from .tables import retry_job_events as parts
from .tables import retry_jobs
from .tables import webhook_events as events

_IS_IN_FLIGHT = events.c.status.in_([Status.PENDING.value, Status.PROCESSING.value])
# In the words of the partial index: SQLite, told `1` instead, would not use it.
_IS_RELEASED = parts.c.is_released == literal_column("true")


class SqlHeldJob:
    """A job in one hand."""

    def __init__(self, connection: Connection, job: RetryJob) -> None:
        """Work through this connection, which has the job's row locked."""
        self._connection = connection
        self._job = job
        self._is_changed = False

    @property
    def job(self) -> RetryJob:
        """The job as it is kept."""
        return self._job

    def take_ended(self) -> dict[Status | None, int]:
        """Let go of the released events that have ended; how many there were of each status."""
        in_flight = exists().where(events.c.id == parts.c.event_id, _IS_IN_FLIGHT)
        # Told by the statement itself: looked at before or after it, an event might be another.
        status = select(events.c.status).where(events.c.id == parts.c.event_id).scalar_subquery()
        statement = delete(parts).where(self._is_mine, _IS_RELEASED, ~in_flight).returning(status)
        statuses = self._connection.execute(statement).scalars()
        return dict(Counter(None if found is None else Status(found) for found in statuses))

    def in_flight(self, now: datetime) -> InFlight:
        """How many released events have not ended."""
        is_later = (events.c.status == Status.PENDING.value) & (events.c.due_at > now)
        query = (
            select(func.count(), func.count().filter(is_later))
            .select_from(parts)
            .join(events, events.c.id == parts.c.event_id)
            .where(self._is_mine, _IS_RELEASED, _IS_IN_FLIGHT)
        )
        total, later = self._connection.execute(query).one()
        return InFlight(now=total - later, later=later)

    def release(self, limit: int, *, now: datetime) -> frozenset[Priority]:
        """Give the workers some of the events that wait, as they were received."""
        # Ids of events sort as they were received.
        first = (
            select(parts.c.event_id)
            .where(self._is_mine, ~_IS_RELEASED)
            .order_by(parts.c.event_id)
            .limit(limit)
        )
        statement = (
            update(parts)
            .where(self._is_mine, parts.c.event_id.in_(first))
            .values(is_released=True)
            .returning(parts.c.event_id)
        )
        ids = self._connection.execute(statement).scalars().all()
        if not ids:
            return frozenset()
        self._is_changed = True
        return revive(self._connection, ids, now=now)

    def drop_waiting(self) -> None:
        """Let go of all events that were not released."""
        self._connection.execute(delete(parts).where(self._is_mine, ~_IS_RELEASED))

    def is_empty(self) -> bool:
        """Whether no event waits, and none is in flight."""
        query = select(parts.c.event_id).where(self._is_mine).limit(1)
        return self._connection.execute(query).first() is None

    def save(self, job: RetryJob, entry: AuditEntry | None = None) -> None:
        """Keep the job as it is now, and who changed it."""
        self._connection.execute(update(retry_jobs).where(retry_jobs.c.id == job.id).values(row_of_job(job)))
        if entry is not None:
            save_audit(self._connection, entry)
        self._is_changed = True
        self._job = job

    def end(self) -> None:
        """Count the changes, as the last thing before the commit."""
        if self._is_changed:
            bump(self._connection, EVENTS)

    @property
    def _is_mine(self) -> ColumnElement[bool]:
        return parts.c.job_id == self._job.id


def job_of(row: Any) -> RetryJob:  # noqa: ANN401 - a row of the table
    """The job that a row keeps."""
    columns = dict(row._mapping)  # noqa: SLF001 - the public name of what a row maps
    return entity_of(RetryJob, {**columns, "wanted": columns.pop("filter")})


def row_of_job(job: RetryJob) -> Row:
    """The columns of a job."""
    wanted = attrs.asdict(job.wanted)
    since = job.wanted.since
    return {
        "id": job.id,
        "state": job.state.value,
        "filter": {**wanted, "since": since and since.isoformat()},
        "by": job.by,
        "created_at": job.created_at,
        "ended_at": job.ended_at,
        "total": job.total,
        "done": job.done,
        "failed": job.failed,
    }
