"""What was received: the queue of record, as the customer designed it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from adapters.sqlalchemy_repository.types import EventUuid, Id, Json, JsonText, Moment

from .metadata import metadata

_PENDING = text("status = 'pending'")
_PROCESSING = text("status = 'processing'")
_SUSPECT = text("status = 'pending' AND tries_alone > 0")
_SAYS_SOMETHING = text("body IS NOT NULL AND status IN ('processed', 'ignored')")
_IS_TOLD = text("is_history = false")
_HAS_FAILED = text("failure_id IS NOT NULL")
_DEAD = text("status = 'failed'")

webhook_events = Table(
    "webhook_events",
    metadata,
    Column("id", EventUuid, primary_key=True),
    Column("event_type", String(50), nullable=False),
    Column("payload", JsonText),
    Column("received_at", Moment, nullable=False),
    Column("processed_at", Moment),
    Column("status", String(20), nullable=False),
    Column("error_message", Text),
    Column("retry_count", Integer, nullable=False, server_default="0"),
    Column("openphone_type", Text),
    Column("priority", SmallInteger, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("delivery_key", Text, nullable=False),
    Column("body", LargeBinary),
    Column("attempts", Json, nullable=False, server_default="[]"),
    Column("claimed_by", Text),
    Column("lease_until", Moment),
    Column("tries_alone", SmallInteger, nullable=False, server_default="0"),
    Column("failure_id", Id),
    Column("failed_at", Moment),
    Column("is_history", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("delivery_key"),
    Index("idx_webhook_status", "status", "received_at"),
    Index("ix_webhook_events_received", "received_at", "id"),
    # These hold only what is left to do, so that claims stay quick however many events there are.
    Index(
        "ix_webhook_events_due",
        "priority",
        "due_at",
        postgresql_where=_PENDING,
        sqlite_where=_PENDING,
    ),
    Index(
        "ix_webhook_events_leased",
        "priority",
        "lease_until",
        postgresql_where=_PROCESSING,
        sqlite_where=_PROCESSING,
    ),
    Index(
        "ix_webhook_events_suspect",
        "priority",
        "due_at",
        postgresql_where=_SUSPECT,
        sqlite_where=_SUSPECT,
    ),
    # Nearly all that were ever received say nothing any more: retention must not go through them.
    Index(
        "ix_webhook_events_kept",
        "received_at",
        "id",
        postgresql_where=_SAYS_SOMETHING,
        sqlite_where=_SAYS_SOMETHING,
    ),
    # What webhooks told: a backfill is received last, and would have to be stepped over.
    Index(
        "ix_webhook_events_told",
        "received_at",
        "id",
        postgresql_where=_IS_TOLD,
        sqlite_where=_IS_TOLD,
    ),
    Index(
        "ix_webhook_events_failed",
        "failure_id",
        "failed_at",
        postgresql_where=_HAS_FAILED,
        sqlite_where=_HAS_FAILED,
    ),
    # Without those that went well in the end.
    Index("ix_webhook_events_dead", "failure_id", postgresql_where=_DEAD, sqlite_where=_DEAD),
)

change_counters = Table(
    "change_counters",
    metadata,
    Column("scope", String(10), primary_key=True),
    Column("slot", SmallInteger, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
