"""What people see of the work and do about it: failures, jobs, reports, who did what, and who is erased."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, text

from adapters.sqlalchemy_repository.types import EventUuid, Id, Json, Moment

from .metadata import metadata

_RELEASED = text("is_released = true")

failure_groups = Table(
    "failure_groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("error_class", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Index("ix_failure_groups_seen", "last_seen", "id"),
)

retry_jobs = Table(
    "retry_jobs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("state", String(20), nullable=False, index=True),
    Column("filter", Json, nullable=False),
    Column("by", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("total", Integer, nullable=False),
    # What became of the events that are not in the table below any more.
    Column("done", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
)

retry_job_events = Table(
    "retry_job_events",
    metadata,
    Column("job_id", Id, primary_key=True),
    Column("event_id", EventUuid, primary_key=True),
    Column("is_released", Boolean, nullable=False),
    # Few are released at a time, and they are looked at every second.
    Index(
        "ix_retry_job_events_released",
        "job_id",
        postgresql_where=_RELEASED,
        sqlite_where=_RELEASED,
    ),
)

daily_reports = Table(
    "daily_reports",
    metadata,
    Column("date", String(10), primary_key=True),
    Column("report", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String(50), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Json, nullable=False),
    Index("ix_audit_entries_subject", "subject", "at"),
    Index("ix_audit_entries_at", "at"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("erased_at", Moment, nullable=False),
)

secret_keys = Table(
    "secret_keys",
    metadata,
    Column("name", String(30), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)
