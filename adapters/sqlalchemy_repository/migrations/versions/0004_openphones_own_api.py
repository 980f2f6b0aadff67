"""What comes of asking OpenPhone itself: files, texts, keys, gaps, and how the system is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.types import Json, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)
_WORD = sa.String(length=20)


def upgrade() -> None:
    """Go one step forward."""
    op.add_column(
        "webhook_events", sa.Column("is_history", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _add_partial_index(
        "ix_webhook_events_told", "webhook_events", ["received_at", "id"], where="is_history = false"
    )
    op.add_column("calls", sa.Column("missing", Json, server_default="[]", nullable=False))
    op.add_column("calls", sa.Column("no_voicemail", sa.Boolean(), nullable=True))
    op.add_column(
        "phone_lines", sa.Column("is_listed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("follow_ups", sa.Column("first_put_off_to", Moment(), nullable=True))
    _add_files()
    _add_texts()
    _add_workspace()
    _add_reconciliations()
    _add_alerts()
    _add_health()


def downgrade() -> None:
    """Go one step back."""
    for table in (
        "delivery_hours",
        "refusals",
        "health_checks",
        "alerts",
        "reconciliations",
        "workspace_users",
        "webhook_keys",
        "outgoing_texts",
        "stored_files",
    ):
        op.drop_table(table)
    op.drop_column("follow_ups", "first_put_off_to")
    op.drop_column("phone_lines", "is_listed")
    op.drop_column("calls", "no_voicemail")
    op.drop_column("calls", "missing")
    op.drop_index("ix_webhook_events_told", "webhook_events")
    op.drop_column("webhook_events", "is_history")


def _add_files() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
    )
    op.create_index(op.f("ix_stored_files_owner"), "stored_files", ["owner"])


def _add_texts() -> None:
    op.create_table(
        "outgoing_texts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sending_since", Moment(), nullable=True),
        sa.Column("known_before", Json, server_default="[]", nullable=False),
        sa.Column("openphone_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_texts")),
    )
    op.create_index(op.f("ix_outgoing_texts_conversation_id"), "outgoing_texts", ["conversation_id"])
    op.create_index(op.f("ix_outgoing_texts_openphone_id"), "outgoing_texts", ["openphone_id"])


def _add_workspace() -> None:
    op.create_table(
        "webhook_keys",
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("surface", _WORD, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("webhook_id", "key", name=op.f("pk_webhook_keys")),
    )
    op.create_table(
        "workspace_users",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace_users")),
    )


def _add_reconciliations() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("is_scheduled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("surface", _WORD, nullable=True),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("whereabouts", Json, server_default="{}", nullable=False),
        sa.Column("tallies", Json, server_default="{}", nullable=False),
        sa.Column("checked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missing", sa.Integer(), server_default="0", nullable=False),
        sa.Column("healed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("held_by", sa.Text(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliations")),
    )
    op.create_index("ix_reconciliations_started", "reconciliations", ["started_at"])


def _add_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("rule", sa.String(length=50), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("acknowledged_at", Moment(), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_since", "alerts", ["since", "id"])
    _add_partial_index("ix_alerts_open", "alerts", ["rule"], where="ended_at IS NULL", unique=True)


def _add_health() -> None:
    op.create_table(
        "health_checks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("openphone_id", sa.Text(), nullable=True),
        sa.Column("fault", sa.String(length=30), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_checks")),
    )
    op.create_index("ix_health_checks_started", "health_checks", ["started_at", "id"])
    _add_partial_index("ix_health_checks_waiting", "health_checks", ["started_at"], where="state = 'waiting'")
    op.create_table(
        "refusals",
        sa.Column("minute", Moment(), nullable=False),
        sa.Column("reason", sa.String(length=50), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minute", "reason", name=op.f("pk_refusals")),
    )
    op.create_table(
        "delivery_hours",
        sa.Column("hour", Moment(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", name=op.f("pk_delivery_hours")),
    )


def _add_partial_index(
    name: str, table: str, columns: list[str], *, where: str, unique: bool = False
) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, postgresql_where=condition, sqlite_where=condition)
