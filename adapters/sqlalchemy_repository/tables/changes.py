"""Every change in one order: what became of each thing last, and how far back that is known."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, SmallInteger, String, Table, text

from adapters.sqlalchemy_repository.types import Id, Moment

from .metadata import metadata

_DELETED = text("deleted")

changes = Table(
    "changes",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", Id, primary_key=True),
    # PostgreSQL: of the transaction; SQLite: of the change.
    Column("number", BigInteger, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_changes_order", "number", "kind", "id"),
    Index("ix_changes_deleted", "changed_at", postgresql_where=_DELETED, sqlite_where=_DELETED),
)

change_feed = Table(
    "change_feed",
    metadata,
    # One row.
    Column("id", SmallInteger, primary_key=True),
    # The number given last, where the database gives transactions none.
    Column("last", BigInteger, nullable=False),
    # Deletions up to there were let go of.
    Column("gone", BigInteger, nullable=False),
)
