"""Who is signed in to the console."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.types import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "console_sessions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_id", _ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_console_sessions_digest")),
    )
    op.create_index(op.f("ix_console_sessions_ends_at"), "console_sessions", ["ends_at"])


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("console_sessions")
