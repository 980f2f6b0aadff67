"""Writing what was read into contacts, and asking about it: in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.crm import Contact, ContactChange
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.ids import ChangeId, ContactId, ExtractionId, NoteId, SuggestionId


@attrs.frozen(kw_only=True)
class ApprovalChanges:
    """All that is written at once; the last under an id replaces what is there, and others before it."""

    contacts: tuple[Contact, ...] = ()
    history: tuple[ContactChange, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    extractions: tuple[Extraction, ...] = ()
    notes: tuple[Note, ...] = ()
    audit: tuple[AuditEntry, ...] = ()


class ApprovalBook(Protocol):
    """
    A transaction over contacts and what is suggested for them.

    A contact, an entry of the log or a note that was asked for is kept from all others until the
    transaction ends, so that whatever is decided about it is decided about what it holds.
    """

    def contact(self, contact_id: ContactId) -> Contact | None:
        """The contact."""
        ...

    def contact_with(self, number: str) -> Contact | None:
        """The contact that has this number, still when it is kept from others."""
        ...

    def suggestions_of(self, contact_id: ContactId) -> Sequence[Suggestion]:
        """What waits for a person, and what a person has rejected, for a contact; the oldest first."""
        ...

    def suggestion(self, suggestion_id: SuggestionId) -> Suggestion | None:
        """One suggestion."""
        ...

    def change(self, contact_id: ContactId, change_id: ChangeId) -> ContactChange | None:
        """One entry of a contact's history."""
        ...

    def extraction(self, extraction_id: ExtractionId) -> Extraction | None:
        """One entry of the log of what was read."""
        ...

    def filed(self, extraction_ids: Collection[ExtractionId]) -> Collection[ExtractionId]:
        """Those of the ids under which there are entries."""
        ...

    def note(self, note_id: NoteId) -> Note | None:
        """One note."""
        ...

    def write(self, changes: ApprovalChanges) -> None:
        """
        Write it all.

        Raises:
            ConflictError: When a number belongs to another contact by now.
        """
        ...
