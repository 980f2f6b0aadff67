"""The CRM as it is looked at: what the API and the console show."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.crm import (
    Call,
    ItemKind,
    Message,
    Outcome,
    Recording,
    Summary,
    Transcript,
    Voicemail,
)
from openphone_crm.events import Direction
from openphone_crm.files.kept import KeptFile
from openphone_crm.ids import ContactId, ConversationId, EventId, ItemId
from openphone_crm.outcomes import outcome_of
from openphone_crm.priority import Priority
from openphone_crm.work_records import Attempt, Status


@attrs.frozen
class ContactCard:
    """A contact as a conversation shows it."""

    id: ContactId
    name: str | None
    phone_number: str


@attrs.frozen
class Participant:
    """An outside party of a conversation, and the contact it is, if it is one."""

    contact_id: ContactId | None
    phone_number: str


@attrs.frozen
class LastItem:
    """The newest item of a conversation, in a line."""

    kind: ItemKind
    direction: Direction | None
    text: str


@attrs.frozen(kw_only=True)
class ConversationView:
    """A conversation as a list shows it; `our_number` is empty while it is unknown."""

    id: ConversationId
    contact: ContactCard | None
    phone_number: str
    our_number: str
    participants: tuple[Participant, ...]
    last_activity_at: datetime
    last_item: LastItem
    unread_count: int
    needs_reply: bool
    opted_out: bool
    deep_link: str | None


@attrs.frozen(kw_only=True)
class CallView:
    """
    A call with its recordings, with where it stands, and with what is still to come of it.

    What is `missing` was expected for a while, and did not come. `files` are those that are stored here.
    """

    call: Call
    contact_id: ContactId | None
    recordings: tuple[Recording, ...]
    expected: tuple[str, ...]
    missing: tuple[str, ...] = ()
    files: tuple[KeptFile, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """How the call ended."""
        return outcome_of(self.call)


@attrs.frozen
class TimelineItem:
    """An item of a timeline, at the moment where it stands, and those of its files that are stored here."""

    id: ItemId
    kind: ItemKind
    occurred_at: datetime
    body: Message | CallView | Voicemail | Transcript | Summary
    files: tuple[KeptFile, ...] = ()


@attrs.frozen(kw_only=True)
class EventView:
    """An event as a list shows it."""

    id: EventId
    event_type: str
    openphone_type: str | None
    status: Status
    priority: Priority
    received_at: datetime
    processed_at: datetime | None
    retry_count: int
    error_message: str | None


@attrs.frozen
class EventDetail:
    """An event with its payload (JSON text; None once it is pruned) and every attempt at it."""

    event: EventView
    payload: str | None
    attempts: tuple[Attempt, ...]


@attrs.frozen(kw_only=True)
class ConversationFilter:
    """
    Which conversations are wanted; None is any. `text` is looked for in names, numbers and items.

    What is unread or needs a reply needs attention.
    """

    text: str | None = None
    phone_number: str | None = None
    unread: bool | None = None
    needs_reply: bool | None = None
    needs_attention: bool | None = None


@attrs.frozen(kw_only=True)
class ContactFilter:
    """Which contacts are wanted; None is any. `text` is looked for in all fields and numbers."""

    text: str | None = None
    phone_number: str | None = None


@attrs.frozen(kw_only=True)
class CallFilter:
    """Which calls are wanted; None is any. `since` counts from when the call began."""

    outcome: Outcome | None = None
    since: datetime | None = None


@attrs.frozen(kw_only=True)
class EventFilter:
    """Which events are wanted; None is any. `since` counts from the receipt."""

    status: Status | None = None
    event_type: str | None = None
    priority: Priority | None = None
    since: datetime | None = None
