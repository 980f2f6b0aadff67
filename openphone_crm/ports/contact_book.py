"""Writing contacts by hand."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.ids import ContactId


class ContactBook(Protocol):
    """One edit of contacts: all of it happens when its block ends, or nothing."""

    def get(self, contact_id: ContactId) -> Contact | None:
        """The contact, kept from changing until the edit ends."""
        ...

    def save(self, contact: Contact, history: tuple[ContactChange, ...]) -> None:
        """
        Add or replace a contact, and add to its history.

        Raises:
            ConflictError: When one of its numbers belongs to another contact.
        """
        ...


class ContactBooks(Protocol):
    """Opens edits."""

    def edit(self) -> AbstractContextManager[ContactBook]:
        """
        An edit that is committed when its block ends, and undone when the block raises.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
