"""What the ports in memory share: the state, one lock around it, and the way back when a change fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import attrs

from openphone_crm.access import Token
from openphone_crm.crm import (
    Call,
    Contact,
    ContactChange,
    ContactLink,
    Conversation,
    Message,
    Recording,
    Summary,
    TimelineEntry,
    Transcript,
    Voicemail,
)
from openphone_crm.ids import ChangeId, ContactId, ConversationId, EventId, ItemId, TokenId
from openphone_crm.inbox_records import Arrival, Attempt, EventStatus

CRM = "crm"
EVENTS = "events"


@attrs.frozen(kw_only=True)
class EventRow:
    """An event and how far it is."""

    arrival: Arrival
    status: EventStatus
    due_at: datetime | None
    retry_count: int = 0
    processed_at: datetime | None = None
    error_message: str | None = None
    attempts: tuple[Attempt, ...] = ()
    claimed_by: str | None = None
    lease_until: datetime | None = None


@attrs.frozen
class EntryRow:
    """A line of a timeline, and whether somebody still has to look at it."""

    entry: TimelineEntry
    is_unread: bool


@attrs.frozen(kw_only=True)
class State:
    """Everything that is kept, by its keys."""

    events: dict[EventId, EventRow] = attrs.field(factory=dict)
    delivery_keys: dict[str, EventId] = attrs.field(factory=dict)
    conversations: dict[ConversationId, Conversation] = attrs.field(factory=dict)
    messages: dict[str, Message] = attrs.field(factory=dict)
    calls: dict[str, Call] = attrs.field(factory=dict)
    recordings: dict[ItemId, Recording] = attrs.field(factory=dict)
    voicemails: dict[ItemId, Voicemail] = attrs.field(factory=dict)
    transcripts: dict[str, Transcript] = attrs.field(factory=dict)
    summaries: dict[str, Summary] = attrs.field(factory=dict)
    entries: dict[ItemId, EntryRow] = attrs.field(factory=dict)
    lines: dict[str, str] = attrs.field(factory=dict)
    contacts: dict[ContactId, Contact] = attrs.field(factory=dict)
    owners: dict[str, ContactId] = attrs.field(factory=dict)
    links: dict[str, ContactLink] = attrs.field(factory=dict)
    history: dict[ChangeId, ContactChange] = attrs.field(factory=dict)
    tokens: dict[TokenId, Token] = attrs.field(factory=dict)
    changes: dict[str, int] = attrs.field(factory=dict)

    def copy(self) -> State:
        """The same things in dicts of their own; the things themselves never change."""
        return State(**{field.name: dict(getattr(self, field.name)) for field in attrs.fields(State)})

    def owner_of(self, number: str) -> Contact | None:
        """The contact that has this number."""
        owner = self.owners.get(number)
        return None if owner is None else self.contacts[owner]

    def count(self, scope: str) -> None:
        """Remember that something of this scope changed."""
        self.changes[scope] = self.changes.get(scope, 0) + 1


class Store:
    """The state, one thread at a time."""

    def __init__(self) -> None:
        # One that its holder may take again, so that a transaction can be open around another call.
        self._lock = threading.RLock()
        self._state = State()

    @contextmanager
    def reading(self) -> Iterator[State]:
        """The state, kept from changing until the block ends."""
        with self._lock:
            yield self._state

    @contextmanager
    def writing(self) -> Iterator[State]:
        """The state, to be changed; all is as it was before when the block raises."""
        with self._lock:
            before = self._state.copy()
            try:
                yield self._state
            except BaseException:
                self._state = before
                raise
