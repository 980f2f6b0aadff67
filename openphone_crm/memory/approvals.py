"""What is suggested for contacts, in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import attrs

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.suggestions import STANDING, Suggestion
from openphone_crm.ids import ChangeId, ContactId, ExtractionId, NoteId, SuggestionId
from openphone_crm.memory.audit import save_audit
from openphone_crm.memory.saving import save_contacts
from openphone_crm.memory.store import State
from openphone_crm.ports.approvals import ApprovalChanges


@attrs.frozen
class MemoryApprovalBook:
    """A transaction over contacts and what is suggested for them: nobody else is in one meanwhile."""

    _state: State

    def contact(self, contact_id: ContactId) -> Contact | None:
        """The contact."""
        return self._state.contacts.get(contact_id)

    def contact_with(self, number: str) -> Contact | None:
        """The contact that has this number."""
        return self._state.owner_of(number)

    def suggestions_of(self, contact_id: ContactId) -> Sequence[Suggestion]:
        """What waits for a person, and what a person has rejected; the oldest first."""
        all_of_it = (each for each in self._state.suggestions.values() if each.contact_id == contact_id)
        found = (each for each in all_of_it if each.status in STANDING)
        return sorted(found, key=lambda each: (each.created_at, each.id))

    def suggestion(self, suggestion_id: SuggestionId) -> Suggestion | None:
        """One suggestion."""
        return self._state.suggestions.get(suggestion_id)

    def change(self, contact_id: ContactId, change_id: ChangeId) -> ContactChange | None:
        """One entry of a contact's history."""
        change = self._state.history.get(change_id)
        return change if change and change.contact_id == contact_id else None

    def extraction(self, extraction_id: ExtractionId) -> Extraction | None:
        """One entry of the log of what was read."""
        return self._state.extractions.get(extraction_id)

    def filed(self, extraction_ids: Collection[ExtractionId]) -> Collection[ExtractionId]:
        """Those of the ids under which there are entries."""
        return [each for each in extraction_ids if each in self._state.extractions]

    def note(self, note_id: NoteId) -> Note | None:
        """One note."""
        return self._state.notes.get(note_id)

    def write(self, changes: ApprovalChanges) -> None:
        """Write it all."""
        save_contacts(changes.contacts, changes.history, self._state)
        self._state.suggestions.update((each.id, each) for each in changes.suggestions)
        self._state.extractions.update((each.id, each) for each in changes.extractions)
        self._state.notes.update((each.id, each) for each in changes.notes)
        for entry in changes.audit:
            save_audit(entry, self._state)
