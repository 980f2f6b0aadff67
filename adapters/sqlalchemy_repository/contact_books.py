"""Writing contacts by hand (ports `ContactBook` and `ContactBooks`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, delete

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.ids import ContactId
from openphone_crm.texts import storable

from .counters import CRM, bump
from .database import Connections
from .loading import contacts_by_id
from .mapping import change_row
from .saving import save_contacts, save_history
from .tables import contact_numbers


class SqlContactBook:
    """One edit, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work through this connection."""
        self._connection = connection

    def get(self, contact_id: ContactId) -> Contact | None:
        """The contact, its row locked until the edit ends."""
        return next(iter(contacts_by_id(self._connection, [storable(contact_id)], lock=True)), None)

    def save(self, contact: Contact, history: tuple[ContactChange, ...]) -> None:
        """Write the contact, free the numbers it no longer has, and add to its history."""
        columns = contact_numbers.c
        gone = (columns.contact_id == contact.id) & columns.number.not_in(contact.phone_numbers)
        self._connection.execute(delete(contact_numbers).where(gone))
        save_contacts(self._connection, [contact])
        save_history(self._connection, map(change_row, history))


class SqlContactBooks:
    """Opens edits."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    @contextmanager
    def edit(self) -> Iterator[SqlContactBook]:
        """An edit that is committed when its block ends."""
        with self._connections.writing() as connection:
            yield SqlContactBook(connection)
            bump(connection, CRM)
