"""Who is signed in to the console."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from adapters.sqlalchemy_repository.types import Id, Moment

from .metadata import metadata

console_sessions = Table(
    "console_sessions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_id", Id, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False, index=True),
)
