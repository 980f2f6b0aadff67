"""The tables, a file per topic."""

from __future__ import annotations

from .calls import calls, phone_lines, recordings, summaries, transcripts, voicemails
from .changes import change_feed, changes
from .contacts import api_tokens, contact_changes, contact_links, contact_numbers, contacts, kept_replies
from .conversations import conversation_parties, conversations, messages, timeline_items
from .events import change_counters, webhook_events
from .extraction import extractions, model_calls, model_months, notes, pacers, readings, suggestions
from .follow_ups import follow_ups
from .health import alerts, delivery_hours, health_checks, heartbeats, refusals
from .metadata import metadata
from .operations import (
    audit_entries,
    daily_reports,
    erasures,
    failure_groups,
    retry_job_events,
    retry_jobs,
    secret_keys,
)
from .rollups import figures
from .sessions import console_sessions
from .workspace import outgoing_texts, reconciliations, stored_files, webhook_keys, workspace_users

__all__ = [
    "alerts",
    "api_tokens",
    "audit_entries",
    "calls",
    "change_counters",
    "change_feed",
    "changes",
    "console_sessions",
    "contact_changes",
    "contact_links",
    "contact_numbers",
    "contacts",
    "conversation_parties",
    "conversations",
    "daily_reports",
    "delivery_hours",
    "erasures",
    "extractions",
    "failure_groups",
    "figures",
    "follow_ups",
    "health_checks",
    "heartbeats",
    "kept_replies",
    "messages",
    "metadata",
    "model_calls",
    "model_months",
    "notes",
    "outgoing_texts",
    "pacers",
    "phone_lines",
    "readings",
    "reconciliations",
    "recordings",
    "refusals",
    "retry_job_events",
    "retry_jobs",
    "secret_keys",
    "stored_files",
    "suggestions",
    "summaries",
    "timeline_items",
    "transcripts",
    "voicemails",
    "webhook_events",
    "webhook_keys",
    "workspace_users",
]
