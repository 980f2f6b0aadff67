"""Contacts written by hand, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.ids import ContactId
from openphone_crm.memory.saving import save_contacts
from openphone_crm.memory.store import State, Store


@attrs.frozen
class MemoryContactBook:
    """One edit."""

    _state: State

    def get(self, contact_id: ContactId) -> Contact | None:
        """The contact; nobody else is in an edit meanwhile."""
        return self._state.contacts.get(contact_id)

    def save(self, contact: Contact, history: tuple[ContactChange, ...]) -> None:
        """Add or replace the contact, and add to its history."""
        save_contacts((contact,), history, self._state)


class MemoryContactBooks:
    """Opens edits, one at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def edit(self) -> Iterator[MemoryContactBook]:
        """Wait until nobody else is in an edit, and begin one."""
        with self._store.writing() as state:
            yield MemoryContactBook(state)
