"""Jobs that retry many dead letters, and the retry of a single one (port `RetryJobs`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import attrs
from sqlalchemy import ColumnElement, and_, false, func, insert, literal, select

from openphone_crm.audit import AuditEntry
from openphone_crm.ids import EventId, JobId
from openphone_crm.retry_jobs import JobState, RetryFilter, RetryJob, RetryPreview
from openphone_crm.texts import storable
from openphone_crm.work_records import Status

from .audit import save_audit
from .counters import EVENTS, bump
from .database import Connections
from .event_reader import is_uuid
from .held_jobs import SqlHeldJob, job_of, row_of_job
from .reviving import revive
from .tables import retry_job_events, retry_jobs
from .tables import webhook_events as events

_IS_OPEN = retry_jobs.c.ended_at.is_(None) & retry_jobs.c.state.in_([JobState.RUNNING, JobState.CANCELLED])


class SqlRetryJobs:
    """Keeps jobs, and beside them the events that each has left to do."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def retry(self, event_id: EventId, *, now: datetime, entry: AuditEntry) -> Status | None:
        """Give the workers one dead letter; the status that it had."""
        if not is_uuid(event_id):
            return None
        found = select(events.c.status).where(events.c.id == event_id).with_for_update()
        with self._connections.writing() as connection:
            status = connection.execute(found).scalar()
            if status == Status.FAILED:
                revive(connection, [event_id], now=now)
                save_audit(connection, entry)
                bump(connection, EVENTS)
        return None if status is None else Status(status)

    def preview(self, wanted: RetryFilter) -> RetryPreview:
        """How many dead letters a filter finds, of which types."""
        dead = func.count().label("dead")
        query = (
            select(events.c.event_type, dead)
            .where(_is_wanted(wanted))
            .group_by(events.c.event_type)
            .order_by(dead.desc(), events.c.event_type)
        )
        with self._connections.reading() as connection:
            by_type = {row.event_type: row.dead for row in connection.execute(query)}
        return RetryPreview(sum(by_type.values()), by_type)

    def start(self, job: RetryJob, entry: AuditEntry) -> RetryJob:
        """Keep a new job over the dead letters that its filter finds, in one statement, now."""
        found = select(literal(job.id), events.c.id, false()).where(_is_wanted(job.wanted))
        freeze = insert(retry_job_events).from_select(["job_id", "event_id", "is_released"], found)
        # Else SQLAlchemy does not ask how many rows an INSERT wrote.
        freeze = freeze.execution_options(preserve_rowcount=True)
        with self._connections.writing() as connection:
            job = attrs.evolve(job, total=connection.execute(freeze).rowcount)
            job = job if job.total else job.ended(job.created_at)
            connection.execute(insert(retry_jobs), row_of_job(job))
            save_audit(connection, entry)
            bump(connection, EVENTS)
        return job

    def get(self, job_id: JobId) -> RetryJob | None:
        """One job."""
        query = select(retry_jobs).where(retry_jobs.c.id == storable(job_id))
        with self._connections.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else job_of(row)

    def unfinished(self) -> list[JobId]:
        """The jobs that have not ended, oldest first."""
        query = select(retry_jobs.c.id).where(_IS_OPEN).order_by(retry_jobs.c.created_at, retry_jobs.c.id)
        with self._connections.reading() as connection:
            return [JobId(found) for found in connection.execute(query).scalars()]

    @contextmanager
    def hold(self, job_id: JobId, *, waits: bool) -> Iterator[SqlHeldJob | None]:
        """Lock the row of a job that has not ended; pass over one that another has locked."""
        query = select(retry_jobs).where(retry_jobs.c.id == storable(job_id), _IS_OPEN)
        with self._connections.writing() as connection:
            row: Any = connection.execute(query.with_for_update(skip_locked=not waits)).first()
            if row is None:
                yield None
                return
            held = SqlHeldJob(connection, job_of(row))
            yield held
            held.end()


def _is_wanted(wanted: RetryFilter) -> ColumnElement[bool]:
    conditions = [events.c.status == Status.FAILED.value]
    if wanted.event_type is not None:
        conditions.append(events.c.event_type == wanted.event_type)
    if wanted.since is not None:
        conditions.append(events.c.received_at >= wanted.since)
    if wanted.failure_id is not None:
        conditions.append(events.c.failure_id == wanted.failure_id)
    return and_(*conditions)
