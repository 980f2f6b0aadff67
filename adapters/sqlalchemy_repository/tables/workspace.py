"""What is known of OpenPhone's own API: files fetched from it, texts sent by it, keys, and who works here."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, false

from adapters.sqlalchemy_repository.types import Id, Json, Moment

from .metadata import metadata

stored_files = Table(
    "stored_files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    # OpenPhone's id of the call, message or voicemail: an item of ours may get another id.
    Column("owner", Text, nullable=False, index=True),
    # Where OpenPhone kept it, without the signature that each url carries.
    Column("location", Text, nullable=False),
    Column("item_id", Id, nullable=False),
    Column("storage_key", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("stored_at", Moment, nullable=False),
)

outgoing_texts = Table(
    "outgoing_texts",
    metadata,
    # The id of the message that the conversation shows, and that has the words.
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
    # Written before it is sent: found again without an answer, it may have been sent.
    Column("sending_since", Moment),
    Column("known_before", Json, nullable=False, server_default="[]"),
    Column("openphone_id", Text, index=True),
    Column("reason", Text),
)

webhook_keys = Table(
    "webhook_keys",
    metadata,
    Column("webhook_id", Text, primary_key=True),
    # An older key goes on signing for a while.
    Column("key", Text, primary_key=True),
    Column("surface", String(20), nullable=False),
    Column("url", Text, nullable=False),
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
    Column("is_scheduled", Boolean, nullable=False, server_default=false()),
    Column("surface", String(20)),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    # Where it is: a cursor and what is still to be asked for, so that another process can go on.
    Column("whereabouts", Json, nullable=False, server_default="{}"),
    Column("tallies", Json, nullable=False, server_default="{}"),
    Column("checked", Integer, nullable=False, server_default="0"),
    Column("missing", Integer, nullable=False, server_default="0"),
    Column("healed", Integer, nullable=False, server_default="0"),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("held_by", Text),
    Column("lease_until", Moment),
    Index("ix_reconciliations_started", "started_at"),
)
