"""Who is behind a number."""

from __future__ import annotations

from collections.abc import Collection

import attrs
from sqlalchemy import ColumnElement, Connection, or_, select

from openphone_crm.ids import ContactId
from openphone_crm.phones import digits_of

from .bulk import among
from .paging import containing
from .tables import contact_numbers, contacts


@attrs.frozen
class Owner:
    """The contact that a number belongs to, and the name it has."""

    contact_id: ContactId
    name: str | None


def owners_of(connection: Connection, numbers: Collection[str]) -> dict[str, Owner]:
    """The contacts behind these numbers; numbers of nobody are missing."""
    if not numbers:
        return {}
    query = (
        select(contact_numbers.c.number, contacts.c.id, contacts.c.name)
        .join(contacts, contacts.c.id == contact_numbers.c.contact_id)
        .where(among(connection, contact_numbers.c.number, numbers))
    )
    return {row.number: Owner(ContactId(row.id), row.name) for row in connection.execute(query)}


def is_named(words: str) -> ColumnElement[bool]:
    """Whether a contact's name, e-mail, address or company holds these words."""
    columns = (contacts.c.name, contacts.c.email, contacts.c.address, contacts.c.company)
    return or_(*(containing(column, words) for column in columns))


def is_numbered(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """Whether a number holds these words, or their digits when they are written like a number."""
    digits = digits_of(words)
    written = containing(column, words)
    return or_(written, containing(column, digits)) if digits else written
