"""The CRM's own things: what the reports add up to."""

from __future__ import annotations

from openphone_crm.crm.contacts import (
    CONTACT_FIELDS,
    Contact,
    ContactChange,
    ContactLink,
    Origin,
)
from openphone_crm.crm.conversations import (
    Conversation,
    TimelineEntry,
)
from openphone_crm.crm.items import (
    Call,
    Item,
    ItemKind,
    Message,
    Outcome,
    Recording,
    Stamps,
    Summary,
    Transcript,
    Voicemail,
)

__all__ = [
    "CONTACT_FIELDS",
    "Call",
    "Contact",
    "ContactChange",
    "ContactLink",
    "Conversation",
    "Item",
    "ItemKind",
    "Message",
    "Origin",
    "Outcome",
    "Recording",
    "Stamps",
    "Summary",
    "TimelineEntry",
    "Transcript",
    "Voicemail",
]
