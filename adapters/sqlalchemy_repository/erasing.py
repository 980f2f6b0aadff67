"""Taking away what belongs to a person, wherever it is kept."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Table, delete, or_, select, update

from openphone_crm.erasure import Erasure, without_numbers
from openphone_crm.ids import ContactId

from .bulk import among
from .file_book import erase_files
from .forgetting import forget
from .marks import leave_marks
from .tables import (
    calls,
    contact_changes,
    contact_links,
    contact_numbers,
    contacts,
    conversation_parties,
    conversations,
    follow_ups,
    messages,
    outgoing_texts,
    recordings,
    summaries,
    timeline_items,
    transcripts,
    voicemails,
)


def erase(connection: Connection, erasure: Erasure) -> set[str]:
    """Take all of it away and leave marks; which conversations stay, but must be brought up to date."""
    # First, so that whoever is just doing one has saved what comes of it, or never will.
    _lock_follow_ups(connection, erasure.names)
    erase_files(connection, erasure)
    _delete(connection, follow_ups, "subject", erasure.names)
    gone = _erase_resources(connection, erasure)
    forget(connection, erasure, gone)
    touched = _erase_lines(connection, gone)
    _delete(connection, conversation_parties, "conversation_id", erasure.conversation_ids)
    _delete(connection, conversations, "id", erasure.conversation_ids)
    if erasure.contact_id is not None:
        _erase_contact(connection, erasure.contact_id)
    if erasure.numbers:
        _rewrite_history(connection, erasure.numbers)
    leave_marks(connection, erasure.names, erasure.at)
    return touched - erasure.conversation_ids


def _erase_resources(connection: Connection, erasure: Erasure) -> list[str]:
    """Delete messages, calls with all their parts, and voicemails; which items they were."""
    wanted = erasure.resources
    gone = [
        *_delete(connection, messages, "openphone_id", wanted.message_ids),
        *_delete(connection, calls, "openphone_id", wanted.call_ids),
        *_delete(connection, transcripts, "call_openphone_id", wanted.call_ids),
        *_delete(connection, summaries, "call_openphone_id", wanted.call_ids),
        *_delete(connection, voicemails, "key", wanted.call_ids | wanted.activity_ids),
        *_delete(connection, voicemails, "activity_id", wanted.activity_ids),
    ]
    _delete(connection, recordings, "call_openphone_id", wanted.call_ids)
    _delete(connection, outgoing_texts, "id", gone)
    return gone


def _erase_lines(connection: Connection, gone: Collection[str]) -> set[str]:
    """Delete the lines of what is gone; where they stood."""
    if not gone:
        return set()
    items = delete(timeline_items).where(among(connection, timeline_items.c.id, gone))
    return set(connection.execute(items.returning(timeline_items.c.conversation_id)).scalars())


def _delete(connection: Connection, table: Table, column: str, values: Collection[str]) -> list[str]:
    """Delete the rows with one of these values; the first columns of their keys."""
    if not values:
        return []
    (key, *_) = table.primary_key
    rows = delete(table).where(among(connection, table.c[column], values))
    return list(connection.execute(rows.returning(key)).scalars())


def _lock_follow_ups(connection: Connection, subjects: Collection[str]) -> None:
    """Wait until nobody is saving what a follow-up about these has led to: that goes too."""
    if subjects:
        is_one = among(connection, follow_ups.c.subject, subjects)
        wanted = select(follow_ups.c.id).where(is_one)
        connection.execute(wanted.order_by(follow_ups.c.id).with_for_update())


def _erase_contact(connection: Connection, contact_id: ContactId) -> None:
    for table in (contact_numbers, contact_links, contact_changes):
        _delete(connection, table, "contact_id", [contact_id])
    _lock_follow_ups(connection, [contact_id])
    _delete(connection, follow_ups, "subject", [contact_id])
    _delete(connection, contacts, "id", [contact_id])


def _rewrite_history(connection: Connection, numbers: Collection[str]) -> None:
    """Take the numbers out of the history of others who had them once."""
    columns = contact_changes.c
    has_one = [
        column.contains(number, autoescape=True)
        for number in numbers
        for column in (columns.old, columns.new)
    ]
    found = select(contact_changes).where(columns.field == "phone_numbers", or_(*has_one))
    for row in connection.execute(found).all():
        values = {name: without_numbers(getattr(row, name), numbers) for name in ("old", "new")}
        connection.execute(update(contact_changes).where(columns.id == row.id).values(values))
