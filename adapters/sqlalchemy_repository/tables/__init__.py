"""The tables, a file per topic."""

from __future__ import annotations

from .calls import calls, phone_lines, recordings, summaries, transcripts, voicemails
from .contacts import api_tokens, contact_changes, contact_links, contact_numbers, contacts, kept_replies
from .conversations import conversation_parties, conversations, messages, timeline_items
from .events import change_counters, webhook_events
from .metadata import metadata

__all__ = [
    "api_tokens",
    "calls",
    "change_counters",
    "contact_changes",
    "contact_links",
    "contact_numbers",
    "contacts",
    "conversation_parties",
    "conversations",
    "kept_replies",
    "messages",
    "metadata",
    "phone_lines",
    "recordings",
    "summaries",
    "timeline_items",
    "transcripts",
    "voicemails",
    "webhook_events",
]
