"""Looking at contacts (port `ContactReader`)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.ids import ContactId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable
from openphone_crm.views import ContactFilter

from .database import Connections
from .loading import contacts_by_id
from .mapping import entity_of
from .paging import newest_first, page_of, paged
from .people import is_named, is_numbered
from .tables import contact_changes, contact_numbers, contacts


class SqlContactReader:
    """Reads contacts and their history."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def find(self, wanted: ContactFilter, page: PageRequest) -> Page[Contact]:
        """Contacts by when they were made, newest first."""
        query = select(contacts.c.id, contacts.c.created_at)
        if wanted.phone_number is not None:
            query = query.where(_has_number(contact_numbers.c.number == storable(wanted.phone_number)))
        if wanted.text is not None:
            numbered = _has_number(is_numbered(contact_numbers.c.number, wanted.text))
            query = query.where(or_(is_named(wanted.text), numbered))
        query = newest_first(query, contacts.c.created_at, contacts.c.id, page)
        with self._connections.reading() as connection:
            rows, following = paged(connection.execute(query).all(), page, position=_position)
            found = {contact.id: contact for contact in contacts_by_id(connection, [r.id for r in rows])}
        return page_of([found[row.id] for row in rows if row.id in found], following)

    def get(self, contact_id: ContactId) -> Contact | None:
        """One contact."""
        with self._connections.reading() as connection:
            return next(iter(contacts_by_id(connection, [storable(contact_id)])), None)

    def history(self, contact_id: ContactId, page: PageRequest) -> Page[ContactChange]:
        """What was changed of a contact, newest first."""
        columns = contact_changes.c
        query = select(contact_changes).where(columns.contact_id == storable(contact_id))
        query = newest_first(query, columns.at, columns.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).mappings().all()
        rows, following = paged(found, page, position=lambda row: Position(row["at"], row["id"]))
        return page_of([entity_of(ContactChange, row) for row in rows], following)


def _has_number(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    owned = contact_numbers.c.contact_id == contacts.c.id
    return select(contact_numbers.c.number).where(owned, condition).exists()


def _position(row: Any) -> Position:  # noqa: ANN401 - a row of id and created_at
    return Position(row.created_at, row.id)
