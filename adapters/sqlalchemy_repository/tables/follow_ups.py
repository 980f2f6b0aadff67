"""Work that events lead to, with the columns that all queues of record have."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, SmallInteger, String, Table, Text, text

from adapters.sqlalchemy_repository.types import Id, Json, Moment

from .metadata import metadata

_PENDING = text("status = 'pending'")
_PROCESSING = text("status = 'processing'")
_HAS_FAILED = text("failure_id IS NOT NULL")
_DEAD = text("status = 'failed'")
_IS_TOLD = text("status IN ('processed', 'ignored') AND kind <> 'extract'")
_HAS_DETAILS = text("details <> '{}'")

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(30), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("status", String(20), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("processed_at", Moment),
    Column("retry_count", Integer, nullable=False, server_default="0"),
    Column("tries_alone", SmallInteger, nullable=False, server_default="0"),
    Column("attempts", Json, nullable=False, server_default="[]"),
    Column("error_message", Text),
    Column("claimed_by", Text),
    Column("lease_until", Moment),
    Column("failure_id", Id),
    Column("failed_at", Moment),
    # When it was received, and is due, that this was asked for while somebody worked on it.
    Column("asked_at", Moment),
    Column("asked_due_at", Moment),
    # What was put off is waited for since then: before, nobody may have been there to look.
    Column("first_put_off_to", Moment),
    Index("ix_follow_ups_subject", "subject"),
    Index("ix_follow_ups_processed", "processed_at"),
    Index("ix_follow_ups_kept", "processed_at", postgresql_where=_HAS_DETAILS, sqlite_where=_HAS_DETAILS),
    Index("ix_follow_ups_due", "priority", "due_at", postgresql_where=_PENDING, sqlite_where=_PENDING),
    Index(
        "ix_follow_ups_leased",
        "priority",
        "lease_until",
        postgresql_where=_PROCESSING,
        sqlite_where=_PROCESSING,
    ),
    Index(
        "ix_follow_ups_failed",
        "failure_id",
        "failed_at",
        postgresql_where=_HAS_FAILED,
        sqlite_where=_HAS_FAILED,
    ),
    # Without those that went well in the end.
    Index("ix_follow_ups_dead", "failure_id", postgresql_where=_DEAD, sqlite_where=_DEAD),
    # What may have been told of anybody, without what only was read.
    Index(
        "ix_follow_ups_told",
        "processed_at",
        "id",
        postgresql_where=_IS_TOLD,
        sqlite_where=_IS_TOLD,
    ),
)
