"""What was read out of what people say, what was suggested, and what reading cost."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Index, Integer, String, Table, Text, text

from adapters.sqlalchemy_repository.types import Id, Json, Moment

from .metadata import metadata

_UNREVIEWED = text("is_correct IS NULL")
_REVIEWED = text("is_correct IS NOT NULL")
_PENDING = text("status = 'pending'")
_UNDONE = text("done_at IS NULL")
_DONE = text("done_at IS NOT NULL")

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact_id", Id, nullable=False),
    Column("topic", String(20), nullable=False),
    Column("suggested_value", Text, nullable=False),
    Column("asked_current", Text),
    Column("quote", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("second", Float),
    Column("source_kind", String(20), nullable=False),
    Column("source_id", Id, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("status", String(20), nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", Text),
    Column("asked_of", Text),
    Index("ix_suggestions_contact", "contact_id", "created_at", "id"),
    Index("ix_suggestions_created", "created_at", "id"),
    Index("ix_suggestions_pending", "created_at", "id", postgresql_where=_PENDING, sqlite_where=_PENDING),
    Index("ix_suggestions_status", "status", "created_at", "id"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("id", Id, primary_key=True),
    # Of a text of which there is no usable answer, none.
    Column("topic", String(20)),
    Column("value", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("message", Text, nullable=False),
    Column("source_kind", String(20), nullable=False),
    Column("source_id", Id, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("second", Float),
    Column("speaker", Text),
    Column("contact_id", Id, index=True),
    Column("suggestion_id", Id),
    Column("digest", String(64)),
    Column("is_correct", Boolean),
    Column("reviewed_by", Text),
    Column("reviewed_at", Moment),
    Index("ix_extractions_created", "created_at", "id"),
    Index("ix_extractions_status", "status", "created_at", "id"),
    Index("ix_extractions_source_id", "source_id"),
    # An id is derived by a hash, so that the order of ids is as good as drawn.
    Index("ix_extractions_unreviewed", "id", postgresql_where=_UNREVIEWED, sqlite_where=_UNREVIEWED),
    # Few have a verdict, and before anything is added they are counted.
    Index("ix_extractions_reviewed", "model", "topic", postgresql_where=_REVIEWED, sqlite_where=_REVIEWED),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("topic", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("source_kind", String(20), nullable=False),
    Column("source_id", Id, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("conversation_id", Id, index=True),
    Column("contact_id", Id),
    Column("done_at", Moment),
    Column("done_by", Text),
    Index("ix_notes_created", "created_at", "id"),
    Index("ix_notes_topic", "topic", "created_at", "id"),
    Index("ix_notes_undone", "created_at", "id", postgresql_where=_UNDONE, sqlite_where=_UNDONE),
    Index("ix_notes_done", "created_at", "id", postgresql_where=_DONE, sqlite_where=_DONE),
    Index(
        "ix_notes_topic_undone", "topic", "created_at", "id", postgresql_where=_UNDONE, sqlite_where=_UNDONE
    ),
    Index("ix_notes_topic_done", "topic", "created_at", "id", postgresql_where=_DONE, sqlite_where=_DONE),
)

readings = Table(
    "readings",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("model", Text, primary_key=True),
    # The call that reads it now, or has read it; its outcome is there once it has.
    Column("call_id", Id, nullable=False),
    Column("begun_at", Moment, nullable=False, index=True),
    Column("outcome", String(20)),
    Column("findings", Json),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", Id, primary_key=True),
    Column("extractor", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("begun_at", Moment, nullable=False, index=True),
    Column("texts", Integer, nullable=False),
    Column("estimated_input_tokens", Integer, nullable=False),
    Column("estimated_usd", Float, nullable=False),
    Column("most_usd", Float, nullable=False),
    Column("input_price_usd", Float),
    Column("output_price_usd", Float),
    Column("prices_as_of", Date),
    Column("ended_at", Moment),
    Column("outcome", String(20)),
    Column("error", Text),
    Column("usage", Json),
    Column("usd", Float),
)

# What the calls of a month came to: kept with each call, so that nothing has to add them up.
model_months = Table(
    "model_months",
    metadata,
    Column("month", Moment, primary_key=True),
    Column("model", Text, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("usd", Float, nullable=False),
)

pacers = Table(
    "pacers",
    metadata,
    Column("service", String(50), primary_key=True),
    Column("next_free_at", Moment, nullable=False),
    Column("refusals", Integer, nullable=False),
)
