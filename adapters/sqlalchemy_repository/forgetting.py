"""Taking away what was read out of the words of a person, wherever it was written down."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, update

from openphone_crm.erasure import Erasure

from .bulk import among
from .tables import contact_changes, extractions, notes, readings, suggestions, timeline_items


def forget(connection: Connection, erasure: Erasure, items: Iterable[str]) -> None:
    """Take away what was read in these items, in those that are reworded, and of the contact."""
    sources = {*items, *erasure.reworded}
    read = _is_of(connection, extractions, erasure, sources)
    digests = connection.execute(delete(extractions).where(read).returning(extractions.c.digest)).scalars()
    _forget_readings(connection, erasure.digests.union(filter(None, digests)))
    for table in (suggestions, notes):
        connection.execute(delete(table).where(_is_of(connection, table, erasure, sources)))
    _unquote(connection, sources | erasure.names)
    _move_notes(connection, erasure.conversation_ids)


def _is_of(
    connection: Connection, table: Table, erasure: Erasure, sources: Collection[str]
) -> ColumnElement[bool]:
    contacts = [erasure.contact_id] if erasure.contact_id else []
    return or_(among(connection, table.c.source_id, sources), among(connection, table.c.contact_id, contacts))


def _forget_readings(connection: Connection, digests: Collection[str]) -> None:
    connection.execute(delete(readings).where(among(connection, readings.c.digest, digests)))


def _unquote(connection: Connection, sources: Collection[str]) -> None:
    """Leave no quote in the history of somebody who had one of the numbers before."""
    columns = contact_changes.c
    quoted = columns.quote.is_not(None) & among(connection, columns.source_id, sources)
    connection.execute(update(contact_changes).where(quoted).values(quote=None, source_id=None))


def _move_notes(connection: Connection, conversation_ids: Collection[str]) -> None:
    """Let the notes of others follow what they were read in to where it stands now."""
    place = select(timeline_items.c.conversation_id).where(timeline_items.c.id == notes.c.source_id)
    is_left = among(connection, notes.c.conversation_id, conversation_ids)
    connection.execute(update(notes).where(is_left).values(conversation_id=place.scalar_subquery()))
