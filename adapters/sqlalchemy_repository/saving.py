"""Writing the changes of a batch: one statement per table, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Table, delete

from openphone_crm.crm import Contact, ContactLink, Conversation
from openphone_crm.errors import ConflictError
from openphone_crm.working_set import Changes

from .bulk import Upsert, among
from .follow_ups import save_follow_ups
from .mapping import Row, call_row, change_row, contact_row, entry_row, row_of
from .tables import (
    calls,
    contact_changes,
    contact_links,
    contact_numbers,
    contacts,
    conversation_parties,
    conversations,
    messages,
    outgoing_texts,
    phone_lines,
    recordings,
    stored_files,
    summaries,
    timeline_items,
    transcripts,
    voicemails,
)

_TAKEN = "a phone number belongs to another contact"
_STAYS_READ = """CASE
    WHEN NOT excluded.is_inbound THEN excluded.is_inbound
    WHEN timeline_items.is_inbound THEN timeline_items.unread
    ELSE excluded.unread
END"""

_conversations = Upsert(conversations, update=())
_parties = Upsert(conversation_parties, update=())
_messages = Upsert(messages)
_texts = Upsert(outgoing_texts)
_files = Upsert(stored_files)
_calls = Upsert(calls)
_recordings = Upsert(recordings)
_voicemails = Upsert(voicemails)
_transcripts = Upsert(transcripts)
_summaries = Upsert(summaries)
_entries = Upsert(timeline_items, special={"unread": _STAYS_READ})
_lines = Upsert(phone_lines, update=())
_contacts = Upsert(contacts)
_links = Upsert(contact_links)
_history = Upsert(contact_changes, update=())
# A number that another contact owns is left alone, and then missing from the count of rows.
_numbers = Upsert(
    contact_numbers,
    update=("position",),
    only_where="contact_numbers.contact_id = excluded.contact_id",
)


def save(connection: Connection, changes: Changes) -> None:
    """Write everything; what goes away goes first, so that a key it had is free."""
    _remove(connection, recordings, changes.removed_recordings)
    _remove(connection, voicemails, changes.removed_voicemails)
    _remove(connection, messages, changes.removed_messages)
    _remove(connection, timeline_items, changes.removed_entries)
    _conversations(connection, map(_conversation_row, changes.conversations))
    _parties(connection, _party_rows(changes.conversations))
    _texts(connection, map(row_of, changes.texts))
    _messages(connection, map(row_of, changes.messages))
    _calls(connection, map(call_row, changes.calls))
    _recordings(connection, map(row_of, changes.recordings))
    _voicemails(connection, map(row_of, changes.voicemails))
    _transcripts(connection, map(row_of, changes.transcripts))
    _summaries(connection, map(row_of, changes.summaries))
    _entries(connection, map(entry_row, changes.entries))
    _lines(connection, (_line_row(line) for line in changes.lines))
    save_contacts(connection, changes.contacts)
    _links(connection, map(_link_row, changes.links))
    _history(connection, map(change_row, changes.history))
    _files(connection, map(row_of, changes.files))
    save_follow_ups(connection, changes.follow_ups)


def save_contacts(connection: Connection, changed: Iterable[Contact]) -> None:
    """
    Write contacts and the numbers they own.

    Raises:
        ConflictError: When another contact owns one of the numbers.
    """
    changed = list(changed)
    _contacts(connection, map(contact_row, changed))
    rows = [
        {"number": number, "contact_id": contact.id, "position": position}
        for contact in changed
        for position, number in enumerate(contact.phone_numbers)
    ]
    if _numbers(connection, rows) != len(rows):
        raise ConflictError(_TAKEN)


def save_history(connection: Connection, rows: Iterable[Row]) -> None:
    """Add entries to the history of contacts."""
    _history(connection, rows)


def _remove(connection: Connection, table: Table, ids: Iterable[str]) -> None:
    ids = list(ids)
    if ids:
        connection.execute(delete(table).where(among(connection, table.c.id, ids)))


def _conversation_row(conversation: Conversation) -> Row:
    return {
        **row_of(conversation),
        "phone_number": conversation.parties[0],
        "unread_count": 0,
        "needs_reply": False,
        "opted_out": False,
    }


def _party_rows(changed: Iterable[Conversation]) -> Iterable[Row]:
    return (
        {"conversation_id": conversation.id, "number": number}
        for conversation in changed
        for number in conversation.parties
    )


def _line_row(line: tuple[str, str]) -> Row:
    phone_number_id, number = line
    return {"phone_number_id": phone_number_id, "number": number}


def _link_row(link: ContactLink) -> Row:
    return row_of(link)
