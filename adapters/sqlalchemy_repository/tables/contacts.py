"""People, where each field came from, and who may use the API."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, SmallInteger, String, Table, Text, text

from adapters.sqlalchemy_repository.types import Id, Json, Moment

from .metadata import metadata

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("name", Text),
    Column("email", Text),
    Column("address", Text),
    Column("company", Text),
    Column("origins", Json, nullable=False),
    Index("ix_contacts_created", "created_at", "id"),
)

contact_numbers = Table(
    "contact_numbers",
    metadata,
    Column("number", Text, primary_key=True),
    Column("contact_id", Id, nullable=False, index=True),
    Column("position", SmallInteger, nullable=False),
)

contact_links = Table(
    "contact_links",
    metadata,
    Column("openphone_id", Text, primary_key=True),
    Column("contact_id", Id),
    Column("updated", Json),
    Column("deleted", Json),
)

contact_changes = Table(
    "contact_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact_id", Id, nullable=False),
    Column("field", String(30), nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("source_kind", String(30), nullable=False),
    Column("source_id", Text),
    Column("at", Moment, nullable=False),
    Column("quote", Text),
    Column("by", Text),
    Index("ix_contact_changes_contact", "contact_id", "at", "id"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Index(
        "uq_api_tokens_name_in_use",
        "name",
        unique=True,
        postgresql_where=text("revoked_at IS NULL"),
        sqlite_where=text("revoked_at IS NULL"),
    ),
)

kept_replies = Table(
    "kept_replies",
    metadata,
    Column("token_id", Id, primary_key=True),
    Column("path", String(200), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("reserved_at", Moment, nullable=False, index=True),
    Column("status", SmallInteger),
    Column("headers", Json),
    Column("body", LargeBinary),
)
