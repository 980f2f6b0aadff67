"""The tables, a file per topic."""

from __future__ import annotations

from .calls import calls, phone_lines, recordings, summaries, transcripts, voicemails
from .contacts import api_tokens, contact_changes, contact_links, contact_numbers, contacts, kept_replies
from .conversations import conversation_parties, conversations, messages, timeline_items
from .events import change_counters, webhook_events
from .extraction import extractions, model_calls, notes, pacers, readings, suggestions
from .follow_ups import follow_ups
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

__all__ = [
    "api_tokens",
    "audit_entries",
    "calls",
    "change_counters",
    "contact_changes",
    "contact_links",
    "contact_numbers",
    "contacts",
    "conversation_parties",
    "conversations",
    "daily_reports",
    "erasures",
    "extractions",
    "failure_groups",
    "follow_ups",
    "kept_replies",
    "messages",
    "metadata",
    "model_calls",
    "notes",
    "pacers",
    "phone_lines",
    "readings",
    "recordings",
    "retry_job_events",
    "retry_jobs",
    "secret_keys",
    "suggestions",
    "summaries",
    "timeline_items",
    "transcripts",
    "voicemails",
    "webhook_events",
]
