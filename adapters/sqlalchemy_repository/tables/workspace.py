"""What is known of OpenPhone's own API: files fetched from it, texts sent by it, keys, and who works here."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from adapters.sqlalchemy_repository.types import Id, Json, Moment

from .metadata import metadata

_UNDER_WAY = text("state IN ('queued', 'sending')")

stored_files = Table(
    "stored_files",
    metadata,
    Column("id", Id, primary_key=True),
    # Where OpenPhone kept it, without the signature that each url carries: what makes two files the same.
    Column("location", Text, nullable=False, unique=True),
    Column("item_id", Id, nullable=False, index=True),
    Column("storage_key", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("stored_at", Moment, nullable=False),
)

outgoing_texts = Table(
    "outgoing_texts",
    metadata,
    # The id of the message that the conversation shows.
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, nullable=False, index=True),
    Column("from_number", Text, nullable=False),
    Column("to_numbers", Json, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
    # Written before it is sent: found again without an answer, it may have been sent.
    Column("sending_since", Moment),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("openphone_id", Text),
    Column("reason", Text),
    Index("ix_outgoing_texts_under_way", "created_at", postgresql_where=_UNDER_WAY, sqlite_where=_UNDER_WAY),
)

webhook_keys = Table(
    "webhook_keys",
    metadata,
    Column("webhook_id", Text, primary_key=True),
    Column("surface", String(20), nullable=False),
    Column("url", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

workspace_users = Table(
    "workspace_users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("first_name", Text),
    Column("last_name", Text),
)

reconciliations = Table(
    "reconciliations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("state", String(20), nullable=False),
    Column("surface", String(20)),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    # Where it is: a cursor per kind, so that another process can go on.
    Column("position", Json, nullable=False, server_default="{}"),
    Column("checked", Integer, nullable=False, server_default="0"),
    Column("missing", Integer, nullable=False, server_default="0"),
    Column("healed", Integer, nullable=False, server_default="0"),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_reconciliations_started", "started_at"),
)
