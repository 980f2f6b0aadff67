"""Every change in one order, for whoever follows along."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.migrations.telling_changes import FED, silencers, tellers
from adapters.sqlalchemy_repository.types import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PRESENT = {
    "postgresql": ("pg_current_xact_id()::text::bigint", "now()"),
    "sqlite": ("1", "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"),
}


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "changes",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_changes")),
    )
    op.create_table(
        "change_feed",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_feed")),
    )
    op.execute("INSERT INTO change_feed VALUES (1, 1, 0)")
    # First of all: it waits for whoever is writing, and lets nobody write until the end of this step.
    for statement in tellers(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", r"\:")))
    _tell_what_there_is()
    op.create_index("ix_changes_order", "changes", ["number", "kind", "id"], unique=False)
    op.create_index(
        "ix_changes_deleted",
        "changes",
        ["changed_at"],
        unique=False,
        postgresql_where=sa.text("deleted"),
        sqlite_where=sa.text("deleted"),
    )


def downgrade() -> None:
    """Go one step back."""
    for statement in silencers(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("change_feed")
    op.drop_table("changes")


def _tell_what_there_is() -> None:
    """All that is there counts as changed now, by the one number of this transaction."""
    number, moment = _PRESENT[op.get_bind().dialect.name]
    for table, kind in FED.items():
        select = f"SELECT '{kind}', CAST(id AS varchar(36)), {number}, false, {moment} FROM {table}"  # noqa: S608 - names of ours
        op.execute(sa.text(f"INSERT INTO changes {select}".replace(":", r"\:")))
