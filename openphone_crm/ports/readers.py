"""Looking at the CRM: lists in keyset pages, newest first."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.ids import ContactId, ConversationId, EventId
from openphone_crm.paging import Page, PageRequest
from openphone_crm.stories import CallStory
from openphone_crm.views import (
    CallFilter,
    CallView,
    ContactFilter,
    ConversationFilter,
    ConversationView,
    EventDetail,
    EventFilter,
    EventView,
    TimelineItem,
)


class ConversationReader(Protocol):
    """Looks at conversations."""

    def find(self, wanted: ConversationFilter, page: PageRequest) -> Page[ConversationView]:
        """Conversations that have an item, by their last activity, newest first."""
        ...

    def get(self, conversation_id: ConversationId) -> ConversationView | None:
        """One conversation."""
        ...

    def timeline(self, conversation_id: ConversationId, page: PageRequest) -> Page[TimelineItem]:
        """
        The newest items of a conversation, newest first.

        Items of one moment stand in the order of `ItemKind`, then by id.
        """
        ...


class CallReader(Protocol):
    """Looks at calls, also those that stand in no conversation yet."""

    def find(self, wanted: CallFilter, page: PageRequest) -> Page[CallView]:
        """Calls by when they began, newest first."""
        ...

    def story(self, openphone_id: str) -> CallStory | None:
        """
        What a person is told of one call, by its OpenPhone id.

        A voicemail is found by its own id too, and brings its call if that is known.
        """
        ...


class ContactReader(Protocol):
    """Looks at contacts."""

    def find(self, wanted: ContactFilter, page: PageRequest) -> Page[Contact]:
        """Contacts by when they were made, newest first."""
        ...

    def get(self, contact_id: ContactId) -> Contact | None:
        """One contact."""
        ...

    def history(self, contact_id: ContactId, page: PageRequest) -> Page[ContactChange]:
        """What was changed of a contact, newest first."""
        ...


class EventReader(Protocol):
    """Looks at what was received."""

    def find(self, wanted: EventFilter, page: PageRequest) -> Page[EventView]:
        """Events by when they were received, newest first."""
        ...

    def get(self, event_id: EventId) -> EventDetail | None:
        """One event with its payload and attempts; None also for an id that is no UUID."""
        ...


class ChangeCounter(Protocol):
    """Tells cheaply whether anything may have changed."""

    def current(self, scope: str) -> int:
        """
        A number that grows with every committed change of the scope (`crm` or `events`).

        Read before a query, it never lets a change slip through.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
