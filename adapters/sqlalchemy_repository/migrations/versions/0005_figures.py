"""What is kept of every minute, hour and day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.types import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_DEAD = sa.text("status = 'failed'")


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "figures",
        sa.Column("span", sa.String(length=10), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("begins_at", Moment(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("slot", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("span", "measure", "begins_at", "label", "slot", name=op.f("pk_figures")),
    )
    for table in ("webhook_events", "follow_ups"):
        op.create_index(f"ix_{table}_dead", table, ["failure_id"], postgresql_where=_DEAD, sqlite_where=_DEAD)


def downgrade() -> None:
    """Go one step back."""
    for table in ("follow_ups", "webhook_events"):
        op.drop_index(f"ix_{table}_dead", table)
    op.drop_table("figures")
