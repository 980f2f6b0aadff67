"""Reading and approving."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.types import Json, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)
_KIND = sa.String(length=20)
_TABLES = (
    "pacers",
    "model_months",
    "model_calls",
    "readings",
    "notes",
    "extractions",
    "suggestions",
)


def upgrade() -> None:
    """Go one step forward."""
    _add_suggestions()
    _add_extractions()
    _add_notes()
    _add_ledger()
    _add_partial_index("ix_messages_incoming", "messages", ["reported_at"], where="direction = 'incoming'")


def downgrade() -> None:
    """Go one step back."""
    op.drop_index("ix_messages_incoming", "messages")
    for table in _TABLES:
        op.drop_table(table)


def _add_suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("topic", _KIND, nullable=False),
        sa.Column("suggested_value", sa.Text(), nullable=False),
        sa.Column("asked_current", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("second", sa.Float(), nullable=True),
        sa.Column("source_kind", _KIND, nullable=False),
        sa.Column("source_id", _ID, nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("status", _KIND, nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("asked_of", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_contact", "suggestions", ["contact_id", "created_at", "id"])
    op.create_index("ix_suggestions_created", "suggestions", ["created_at", "id"])
    op.create_index("ix_suggestions_status", "suggestions", ["status", "created_at", "id"])
    _add_partial_index(
        "ix_suggestions_pending", "suggestions", ["created_at", "id"], where="status = 'pending'"
    )


def _add_extractions() -> None:
    op.create_table(
        "extractions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("topic", _KIND, nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("status", _KIND, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("source_kind", _KIND, nullable=False),
        sa.Column("source_id", _ID, nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("second", sa.Float(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("contact_id", _ID, nullable=True),
        sa.Column("suggestion_id", _ID, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("is_correct", sa.Boolean(), nullable=True),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extractions")),
    )
    op.create_index("ix_extractions_contact_id", "extractions", ["contact_id"])
    op.create_index("ix_extractions_created", "extractions", ["created_at", "id"])
    op.create_index("ix_extractions_status", "extractions", ["status", "created_at", "id"])
    op.create_index("ix_extractions_source_id", "extractions", ["source_id"])
    _add_partial_index("ix_extractions_unreviewed", "extractions", ["id"], where="is_correct IS NULL")
    _add_partial_index(
        "ix_extractions_reviewed", "extractions", ["model", "topic"], where="is_correct IS NOT NULL"
    )


def _add_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("topic", _KIND, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("source_kind", _KIND, nullable=False),
        sa.Column("source_id", _ID, nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("conversation_id", _ID, nullable=True),
        sa.Column("contact_id", _ID, nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"])
    op.create_index("ix_notes_created", "notes", ["created_at", "id"])
    op.create_index("ix_notes_topic", "notes", ["topic", "created_at", "id"])
    for name, where in {"undone": "done_at IS NULL", "done": "done_at IS NOT NULL"}.items():
        _add_partial_index(f"ix_notes_{name}", "notes", ["created_at", "id"], where=where)
        _add_partial_index(f"ix_notes_topic_{name}", "notes", ["topic", "created_at", "id"], where=where)


def _add_ledger() -> None:
    op.create_table(
        "readings",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("call_id", _ID, nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("outcome", _KIND, nullable=True),
        sa.Column("findings", Json, nullable=True),
        sa.PrimaryKeyConstraint("digest", "model", name=op.f("pk_readings")),
    )
    op.create_index("ix_readings_begun_at", "readings", ["begun_at"])
    _add_calls()
    _add_pacers()


def _add_calls() -> None:
    op.create_table(
        "model_calls",
        sa.Column("id", _ID, nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("estimated_input_tokens", sa.Integer(), nullable=False),
        sa.Column("estimated_usd", sa.Float(), nullable=False),
        sa.Column("most_usd", sa.Float(), nullable=False),
        sa.Column("input_price_usd", sa.Float(), nullable=True),
        sa.Column("output_price_usd", sa.Float(), nullable=True),
        sa.Column("prices_as_of", sa.Date(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("outcome", _KIND, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("usage", Json, nullable=True),
        sa.Column("usd", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_calls")),
    )
    op.create_index("ix_model_calls_begun_at", "model_calls", ["begun_at"])
    op.create_table(
        "model_months",
        sa.Column("month", Moment(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("usd", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("month", "model", name=op.f("pk_model_months")),
    )


def _add_pacers() -> None:
    op.create_table(
        "pacers",
        sa.Column("service", sa.String(length=50), nullable=False),
        sa.Column("next_free_at", Moment(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_pacers")),
    )


def _add_partial_index(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
