"""Conversations, the lines of their timelines, and text messages."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, SmallInteger, String, Table, Text, false, text

from adapters.sqlalchemy_repository.types import Id, Json, Moment

from .metadata import metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("our_number", Text, nullable=False),
    Column("parties", Json, nullable=False),
    Column("phone_number", Text, nullable=False),
    Column("last_activity_at", Moment),
    Column("last_item_id", Id),
    Column("unread_count", Integer, nullable=False, server_default="0"),
    Column("needs_reply", Boolean, nullable=False, server_default=false()),
    Column("opted_out", Boolean, nullable=False, server_default=false()),
    Column("deep_link", Text),
    Index("ix_conversations_activity", "last_activity_at", "id"),
)

conversation_parties = Table(
    "conversation_parties",
    metadata,
    Column("conversation_id", Id, primary_key=True),
    Column("number", Text, primary_key=True, index=True),
)

timeline_items = Table(
    "timeline_items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("direction", String(10)),
    Column("text", Text, nullable=False),
    Column("is_inbound", Boolean, nullable=False),
    Column("unread", Boolean, nullable=False),
    Column("asks_reply", Boolean),
    Column("opts_out", Boolean),
    Column("author", Text),
    Column("deep_link", Text),
    Index("ix_timeline_items_order", "conversation_id", "occurred_at", "position", "id"),
    Index(
        "ix_timeline_items_unread",
        "conversation_id",
        postgresql_where=text("unread"),
        sqlite_where=text("unread"),
    ),
    Index(
        "ix_timeline_items_consent",
        "conversation_id",
        "occurred_at",
        postgresql_where=text("opts_out IS NOT NULL"),
        sqlite_where=text("opts_out IS NOT NULL"),
    ),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("openphone_id", Text, nullable=False, unique=True),
    Column("reported_at", Moment, nullable=False),
    Column("conversation_id", Id),
    Column("direction", String(10)),
    Column("text", Text),
    Column("media", Json, nullable=False),
    Column("status", Text),
    Column("error_code", Text),
    Column("from_number", Text),
    Column("to_numbers", Json, nullable=False),
    Column("phone_number_id", Text),
    Column("created_at", Moment),
    Column("deep_link", Text),
    Column("stamps", Json, nullable=False),
    Index(
        "ix_messages_incoming",
        "reported_at",
        postgresql_where=text("direction = 'incoming'"),
        sqlite_where=text("direction = 'incoming'"),
    ),
)
