"""Retries, and what people do about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.types import EventUuid, Json, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)


def upgrade() -> None:
    """Go one step forward."""
    _grow_events()
    _add_follow_ups()
    _add_operations()


def downgrade() -> None:
    """Go one step back."""
    for table in (
        "secret_keys",
        "erasures",
        "audit_entries",
        "daily_reports",
        "retry_job_events",
        "retry_jobs",
        "failure_groups",
        "follow_ups",
    ):
        op.drop_table(table)
    op.drop_index("ix_webhook_events_failed", "webhook_events")
    op.drop_index("ix_webhook_events_kept", "webhook_events")
    op.drop_index("ix_webhook_events_suspect", "webhook_events")
    for column in ("failed_at", "failure_id", "tries_alone"):
        op.drop_column("webhook_events", column)


def _grow_events() -> None:
    tries_alone = sa.Column("tries_alone", sa.SmallInteger(), server_default="0", nullable=False)
    op.add_column("webhook_events", tries_alone)
    op.add_column("webhook_events", sa.Column("failure_id", _ID, nullable=True))
    op.add_column("webhook_events", sa.Column("failed_at", Moment(), nullable=True))
    _add_partial_index(
        "ix_webhook_events_suspect",
        "webhook_events",
        ["priority", "due_at"],
        where="status = 'pending' AND tries_alone > 0",
    )
    _add_partial_index(
        "ix_webhook_events_kept",
        "webhook_events",
        ["received_at", "id"],
        where="body IS NOT NULL AND status IN ('processed', 'ignored')",
    )
    _add_partial_index(
        "ix_webhook_events_failed",
        "webhook_events",
        ["failure_id", "failed_at"],
        where="failure_id IS NOT NULL",
    )


def _add_follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("processed_at", Moment(), nullable=True),
        sa.Column("retry_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tries_alone", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("attempts", Json, server_default="[]", nullable=False),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("failure_id", _ID, nullable=True),
        sa.Column("failed_at", Moment(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("asked_due_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index("ix_follow_ups_subject", "follow_ups", ["subject"])
    op.create_index("ix_follow_ups_processed", "follow_ups", ["processed_at"])
    _add_partial_index("ix_follow_ups_kept", "follow_ups", ["processed_at"], where="details <> '{}'")
    _add_partial_index("ix_follow_ups_due", "follow_ups", ["priority", "due_at"], where="status = 'pending'")
    _add_partial_index(
        "ix_follow_ups_leased", "follow_ups", ["priority", "lease_until"], where="status = 'processing'"
    )
    _add_partial_index(
        "ix_follow_ups_failed", "follow_ups", ["failure_id", "failed_at"], where="failure_id IS NOT NULL"
    )
    _add_partial_index(
        "ix_follow_ups_told",
        "follow_ups",
        ["processed_at", "id"],
        where="status IN ('processed', 'ignored') AND kind <> 'extract'",
    )


def _add_operations() -> None:
    op.create_table(
        "failure_groups",
        sa.Column("id", _ID, nullable=False),
        sa.Column("error_class", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure_groups")),
    )
    op.create_index("ix_failure_groups_seen", "failure_groups", ["last_seen", "id"])
    op.create_table(
        "retry_jobs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("filter", Json, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retry_jobs")),
    )
    op.create_index("ix_retry_jobs_state", "retry_jobs", ["state"])
    op.create_table(
        "retry_job_events",
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("event_id", EventUuid(length=36), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "event_id", name=op.f("pk_retry_job_events")),
    )
    _add_partial_index(
        "ix_retry_job_events_released", "retry_job_events", ["job_id"], where="is_released = true"
    )
    op.create_table(
        "daily_reports",
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("report", Json, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("date", name=op.f("pk_daily_reports")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=50), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject", "at"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_table(
        "erasures",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("erased_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_erasures")),
    )
    op.create_table(
        "secret_keys",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret_keys")),
    )


def _add_partial_index(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
