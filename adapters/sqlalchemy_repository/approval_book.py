"""What is suggested for contacts, in a transaction (port `ApprovalBook`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table, delete, select

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.suggestions import STANDING, Suggestion
from openphone_crm.ids import ChangeId, ContactId, ExtractionId, NoteId, SuggestionId
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.texts import storable

from .audit import save_audit
from .bulk import Upsert, among
from .loading import contacts_by_id
from .mapping import Row, change_row, entity_of, row_of
from .saving import save_contacts, save_history
from .tables import contact_changes, contact_numbers, extractions, notes, suggestions

T = TypeVar("T")

_suggestions = Upsert(suggestions)
_extractions = Upsert(extractions)
_notes = Upsert(notes)


class SqlApprovalBook:
    """Reads and writes through the connection of a transaction; contacts are locked as they are read."""

    def __init__(self, connection: Connection) -> None:
        """Work through this connection."""
        self._connection = connection

    def contact(self, contact_id: ContactId) -> Contact | None:
        """The contact, its row locked."""
        return next(iter(contacts_by_id(self._connection, [storable(contact_id)], lock=True)), None)

    def contact_with(self, number: str) -> Contact | None:
        """The contact that has this number, its row locked."""
        owner = self._owner(number)
        while owner is not None:
            contact = self.contact(owner)
            # Whoever held the row before may have given the number to somebody else meanwhile.
            if contact is not None and number in contact.phone_numbers:
                return contact
            before, owner = owner, self._owner(number)
            if owner == before:
                return None
        return None

    def suggestions_of(self, contact_id: ContactId) -> Sequence[Suggestion]:
        """What waits for a person, and what a person has rejected; the oldest first."""
        columns = suggestions.c
        is_standing = columns.status.in_([status.value for status in STANDING])
        query = select(suggestions).where(columns.contact_id == storable(contact_id), is_standing)
        rows = self._connection.execute(query.order_by(columns.created_at, columns.id)).mappings()
        return [entity_of(Suggestion, row) for row in rows]

    def suggestion(self, suggestion_id: SuggestionId) -> Suggestion | None:
        """One suggestion."""
        return self._one(Suggestion, suggestions, suggestion_id)

    def change(self, contact_id: ContactId, change_id: ChangeId) -> ContactChange | None:
        """One entry of a contact's history."""
        found = self._one(ContactChange, contact_changes, change_id)
        return found if found and found.contact_id == contact_id else None

    def extraction(self, extraction_id: ExtractionId) -> Extraction | None:
        """One entry of the log of what was read, its row locked: an erasure waits, or has been."""
        return self._one(Extraction, extractions, extraction_id, lock=True)

    def filed(self, extraction_ids: Collection[ExtractionId]) -> Collection[ExtractionId]:
        """Those of the ids under which there are entries."""
        query = select(extractions.c.id).where(among(self._connection, extractions.c.id, extraction_ids))
        return [ExtractionId(each) for each in self._connection.execute(query).scalars()]

    def note(self, note_id: NoteId) -> Note | None:
        """One note, its row locked: of two who deal with it one was first."""
        return self._one(Note, notes, note_id, lock=True)

    def write(self, changes: ApprovalChanges) -> None:
        """Write it all; a number that a contact has no more is free before another takes it."""
        for contact in changes.contacts:
            self._free_numbers(contact)
        save_contacts(self._connection, changes.contacts)
        save_history(self._connection, map(change_row, changes.history))
        _suggestions(self._connection, _rows(changes.suggestions))
        _extractions(self._connection, _rows(changes.extractions))
        _notes(self._connection, _rows(changes.notes))
        for entry in changes.audit:
            save_audit(self._connection, entry)

    def _owner(self, number: str) -> ContactId | None:
        query = select(contact_numbers.c.contact_id).where(contact_numbers.c.number == storable(number))
        contact_id = self._connection.execute(query).scalar()
        return None if contact_id is None else ContactId(contact_id)

    def _free_numbers(self, contact: Contact) -> None:
        columns = contact_numbers.c
        gone = (columns.contact_id == contact.id) & columns.number.not_in(contact.phone_numbers)
        self._connection.execute(delete(contact_numbers).where(gone))

    def _one(self, kind: type[T], table: Table, thing_id: str, *, lock: bool = False) -> T | None:
        query = select(table).where(table.c.id == storable(thing_id))
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else entity_of(kind, row)


def _rows(things: Iterable[Suggestion | Extraction | Note]) -> Iterable[Row]:
    """The row of each thing; the last of those with one id, since a statement writes a row only once."""
    return {thing.id: row_of(thing) for thing in things}.values()
