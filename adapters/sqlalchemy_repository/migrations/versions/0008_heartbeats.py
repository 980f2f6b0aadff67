"""Signs of life, and when an alert was last told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.types import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("alerts", sa.Column("told_at", Moment(), nullable=True))
    # So far each alert was told when it began.
    op.execute("UPDATE alerts SET told_at = since")
    op.create_table(
        "heartbeats",
        sa.Column("part", sa.String(length=50), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("part", "process", name=op.f("pk_heartbeats")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("heartbeats")
    op.drop_column("alerts", "told_at")
