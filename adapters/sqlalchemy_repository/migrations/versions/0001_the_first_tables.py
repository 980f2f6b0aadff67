"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.sqlalchemy_repository.types import EventUuid, Json, JsonText, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
    )
    op.create_index(
        "uq_api_tokens_name_in_use",
        "api_tokens",
        ["name"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
        sqlite_where=sa.text("revoked_at IS NULL"),
    )

    op.create_table(
        "calls",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("openphone_id", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("occurred_at", Moment(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("direction", sa.String(length=10), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("from_number", sa.Text(), nullable=True),
        sa.Column("to_numbers", Json, nullable=False),
        sa.Column("our_number", sa.Text(), nullable=True),
        sa.Column("parties", Json, nullable=False),
        sa.Column("phone_number_id", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("completed_at", Moment(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=True),
        sa.Column("forwarded", sa.Boolean(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=True),
        sa.Column("ai_handled", sa.Boolean(), nullable=True),
        sa.Column("has_voicemail", sa.Boolean(), nullable=True),
        sa.Column("talk_seconds", sa.Float(), nullable=True),
        sa.Column("deep_link", sa.Text(), nullable=True),
        sa.Column("stamps", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("openphone_id", name=op.f("uq_calls_openphone_id")),
    )
    op.create_index("ix_calls_occurred", "calls", ["occurred_at", "id"], unique=False)

    op.create_table(
        "change_counters",
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("slot", sa.SmallInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "slot", name=op.f("pk_change_counters")),
    )
    op.create_table(
        "contact_changes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("source_kind", sa.String(length=30), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_changes")),
    )
    op.create_index("ix_contact_changes_contact", "contact_changes", ["contact_id", "at", "id"], unique=False)

    op.create_table(
        "contact_links",
        sa.Column("openphone_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=True),
        sa.Column("updated", Json, nullable=True),
        sa.Column("deleted", Json, nullable=True),
        sa.PrimaryKeyConstraint("openphone_id", name=op.f("pk_contact_links")),
    )
    op.create_table(
        "contact_numbers",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_contact_numbers")),
    )
    op.create_index("ix_contact_numbers_contact_id", "contact_numbers", ["contact_id"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("origins", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_created", "contacts", ["created_at", "id"], unique=False)

    op.create_table(
        "conversation_parties",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_conversation_parties")),
    )
    op.create_index("ix_conversation_parties_number", "conversation_parties", ["number"], unique=False)

    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("our_number", sa.Text(), nullable=False),
        sa.Column("parties", Json, nullable=False),
        sa.Column("phone_number", sa.Text(), nullable=False),
        sa.Column("last_activity_at", Moment(), nullable=True),
        sa.Column("last_item_id", sa.String(length=36), nullable=True),
        sa.Column("unread_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("needs_reply", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("opted_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("deep_link", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index("ix_conversations_activity", "conversations", ["last_activity_at", "id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("openphone_id", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("direction", sa.String(length=10), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("media", Json, nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("from_number", sa.Text(), nullable=True),
        sa.Column("to_numbers", Json, nullable=False),
        sa.Column("phone_number_id", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=True),
        sa.Column("deep_link", sa.Text(), nullable=True),
        sa.Column("stamps", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("openphone_id", name=op.f("uq_messages_openphone_id")),
    )
    op.create_table(
        "phone_lines",
        sa.Column("phone_number_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("phone_number_id", name=op.f("pk_phone_lines")),
    )
    op.create_table(
        "recordings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("call_openphone_id", sa.Text(), nullable=False),
        sa.Column("openphone_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("duration_seconds", sa.Float(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("stamps", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
    )
    op.create_index("ix_recordings_call_openphone_id", "recordings", ["call_openphone_id"], unique=False)

    op.create_table(
        "summaries",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("call_openphone_id", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("summary", Json, nullable=False),
        sa.Column("next_steps", Json, nullable=False),
        sa.Column("stamps", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summaries")),
        sa.UniqueConstraint("call_openphone_id", name=op.f("uq_summaries_call_openphone_id")),
    )
    op.create_table(
        "timeline_items",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("occurred_at", Moment(), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_inbound", sa.Boolean(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("asks_reply", sa.Boolean(), nullable=True),
        sa.Column("opts_out", sa.Boolean(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("deep_link", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_items")),
    )
    op.create_index(
        "ix_timeline_items_consent",
        "timeline_items",
        ["conversation_id", "occurred_at"],
        unique=False,
        postgresql_where=sa.text("opts_out IS NOT NULL"),
        sqlite_where=sa.text("opts_out IS NOT NULL"),
    )
    op.create_index(
        "ix_timeline_items_order",
        "timeline_items",
        ["conversation_id", "occurred_at", "position", "id"],
        unique=False,
    )
    op.create_index(
        "ix_timeline_items_unread",
        "timeline_items",
        ["conversation_id"],
        unique=False,
        postgresql_where=sa.text("unread"),
        sqlite_where=sa.text("unread"),
    )

    op.create_table(
        "transcripts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("call_openphone_id", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("dialogue", Json, nullable=False),
        sa.Column("stamps", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcripts")),
        sa.UniqueConstraint("call_openphone_id", name=op.f("uq_transcripts_call_openphone_id")),
    )
    op.create_table(
        "voicemails",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("call_openphone_id", sa.Text(), nullable=True),
        sa.Column("activity_id", sa.Text(), nullable=True),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("direction", sa.String(length=10), nullable=True),
        sa.Column("duration_seconds", sa.Float(), nullable=True),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("from_number", sa.Text(), nullable=True),
        sa.Column("to_numbers", Json, nullable=False),
        sa.Column("phone_number_id", sa.Text(), nullable=True),
        sa.Column("stamps", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voicemails")),
        sa.UniqueConstraint("key", name=op.f("uq_voicemails_key")),
    )
    op.create_index("ix_voicemails_activity_id", "voicemails", ["activity_id"], unique=False)

    op.create_table(
        "webhook_events",
        sa.Column("id", EventUuid(length=36), nullable=False),
        sa.Column("event_type", sa.String(length=50), nullable=False),
        sa.Column("payload", JsonText, nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("processed_at", Moment(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("retry_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("openphone_type", sa.Text(), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("delivery_key", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", Json, server_default="[]", nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_events")),
        sa.UniqueConstraint("delivery_key", name=op.f("uq_webhook_events_delivery_key")),
    )
    op.create_index("idx_webhook_status", "webhook_events", ["status", "received_at"], unique=False)
    op.create_index(
        "ix_webhook_events_due",
        "webhook_events",
        ["priority", "due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
        sqlite_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_webhook_events_leased",
        "webhook_events",
        ["priority", "lease_until"],
        unique=False,
        postgresql_where=sa.text("status = 'processing'"),
        sqlite_where=sa.text("status = 'processing'"),
    )
    op.create_index("ix_webhook_events_received", "webhook_events", ["received_at", "id"], unique=False)
    op.create_table(
        "kept_replies",
        sa.Column("token_id", sa.String(length=36), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reserved_at", Moment(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("headers", Json, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("token_id", "path", "key", name=op.f("pk_kept_replies")),
    )
    op.create_index("ix_kept_replies_reserved_at", "kept_replies", ["reserved_at"], unique=False)

    counters = sa.table("change_counters", sa.column("scope"), sa.column("slot"), sa.column("value"))
    op.bulk_insert(
        counters,
        [{"scope": scope, "slot": slot, "value": 0} for scope in ("crm", "events") for slot in range(16)],
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("kept_replies")
    op.drop_table("webhook_events")
    op.drop_table("voicemails")
    op.drop_table("transcripts")
    op.drop_table("timeline_items")
    op.drop_table("summaries")
    op.drop_table("recordings")
    op.drop_table("phone_lines")
    op.drop_table("messages")
    op.drop_table("conversations")
    op.drop_table("conversation_parties")
    op.drop_table("contacts")
    op.drop_table("contact_numbers")
    op.drop_table("contact_links")
    op.drop_table("contact_changes")
    op.drop_table("change_counters")
    op.drop_table("calls")
    op.drop_table("api_tokens")
