"""What the contract of a store is written against: every port of it, as one thing."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.ports.contact_book import ContactBooks
from openphone_crm.ports.inbox import Inbox
from openphone_crm.ports.readers import (
    CallReader,
    ChangeCounter,
    ContactReader,
    ConversationReader,
    EventReader,
)
from openphone_crm.ports.replies import Replies
from openphone_crm.ports.tokens import Tokens
from openphone_crm.ports.unit_of_work import UnitOfWork


class Store(Protocol):
    """A CRM's memory: it begins empty, and what one port writes the others see."""

    @property
    def inbox(self) -> Inbox:
        """The queue of record."""
        ...

    @property
    def unit_of_work(self) -> UnitOfWork:
        """What opens transactions."""
        ...

    @property
    def conversations(self) -> ConversationReader:
        """What looks at conversations."""
        ...

    @property
    def calls(self) -> CallReader:
        """What looks at calls."""
        ...

    @property
    def contacts(self) -> ContactReader:
        """What looks at contacts."""
        ...

    @property
    def events(self) -> EventReader:
        """What looks at events."""
        ...

    @property
    def changes(self) -> ChangeCounter:
        """What tells whether anything changed."""
        ...

    @property
    def tokens(self) -> Tokens:
        """What keeps the tokens."""
        ...

    @property
    def contact_books(self) -> ContactBooks:
        """What opens edits of contacts."""
        ...

    @property
    def replies(self) -> Replies:
        """The answers that are kept."""
        ...
