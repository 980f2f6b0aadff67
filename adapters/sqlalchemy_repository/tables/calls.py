"""Calls and all that belongs to them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, String, Table, Text, false

from adapters.sqlalchemy_repository.types import Id, Json, Moment

from .metadata import metadata

calls = Table(
    "calls",
    metadata,
    Column("id", Id, primary_key=True),
    Column("openphone_id", Text, nullable=False, unique=True),
    Column("reported_at", Moment, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("conversation_id", Id),
    Column("direction", String(10)),
    Column("status", Text),
    Column("from_number", Text),
    Column("to_numbers", Json, nullable=False),
    Column("our_number", Text),
    Column("parties", Json, nullable=False),
    Column("phone_number_id", Text),
    Column("created_at", Moment),
    Column("answered_at", Moment),
    Column("completed_at", Moment),
    Column("answered_by", Text),
    Column("ended", Boolean),
    Column("forwarded", Boolean),
    Column("answered", Boolean),
    Column("ai_handled", Boolean),
    Column("has_voicemail", Boolean),
    Column("no_voicemail", Boolean),
    Column("talk_seconds", Float),
    Column("deep_link", Text),
    Column("missing", Json, nullable=False, server_default="[]"),
    Column("stamps", Json, nullable=False),
    Index("ix_calls_occurred", "occurred_at", "id"),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_openphone_id", Text, nullable=False, index=True),
    Column("openphone_id", Text),
    Column("url", Text),
    Column("content_type", Text),
    Column("duration_seconds", Float),
    Column("state", Text),
    Column("started_at", Moment),
    Column("stamps", Json, nullable=False),
)

voicemails = Table(
    "voicemails",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("reported_at", Moment, nullable=False),
    Column("call_openphone_id", Text),
    Column("activity_id", Text, index=True),
    Column("conversation_id", Id),
    Column("direction", String(10)),
    Column("duration_seconds", Float),
    Column("transcript", Text),
    Column("url", Text),
    Column("content_type", Text),
    Column("from_number", Text),
    Column("to_numbers", Json, nullable=False),
    Column("phone_number_id", Text),
    Column("stamps", Json, nullable=False),
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_openphone_id", Text, nullable=False, unique=True),
    Column("reported_at", Moment, nullable=False),
    Column("conversation_id", Id),
    Column("state", String(20)),
    Column("dialogue", Json, nullable=False),
    Column("stamps", Json, nullable=False),
)

summaries = Table(
    "summaries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_openphone_id", Text, nullable=False, unique=True),
    Column("reported_at", Moment, nullable=False),
    Column("conversation_id", Id),
    Column("state", String(20)),
    Column("summary", Json, nullable=False),
    Column("next_steps", Json, nullable=False),
    Column("stamps", Json, nullable=False),
)

phone_lines = Table(
    "phone_lines",
    metadata,
    Column("phone_number_id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    # OpenPhone's API has said so; else it was told by a message or a call.
    Column("is_listed", Boolean, nullable=False, server_default=false()),
)
