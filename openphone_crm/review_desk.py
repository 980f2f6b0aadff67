"""What a person says of what was read: whether it is right, and that a note was dealt with."""

from __future__ import annotations

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.errors import NotFoundError
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.ids import ExtractionId, NoteId
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.unit_of_work import UnitOfWork

REVIEWED = "extraction reviewed"
DONE = "note done"


@attrs.frozen(kw_only=True)
class ReviewDesk:
    """Keeps verdicts; `by` is who gives them, as the log of acts shows it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def review(self, extraction_id: ExtractionId, *, is_correct: bool, by: str) -> Extraction:
        """
        Say whether something was read rightly; a later verdict replaces an earlier one.

        Raises:
            NotFoundError: When there is no such entry.
        """
        with self.unit_of_work.begin() as transaction:
            book = transaction.approvals
            known = book.extraction(extraction_id)
            if known is None:
                raise NotFoundError("extraction", extraction_id)
            reviewed = known.reviewed(is_correct=is_correct, by=by, at=self.clock.now())
            act = self._act(REVIEWED, extraction_id, by=by, correct=str(is_correct).lower())
            book.write(ApprovalChanges(extractions=(reviewed,), audit=(act,)))
        return reviewed

    def finish(self, note_id: NoteId, *, by: str) -> Note:
        """
        Mark a note as dealt with; one that was stays with whoever did it first.

        Raises:
            NotFoundError: When there is no such note.
        """
        with self.unit_of_work.begin() as transaction:
            book = transaction.approvals
            known = book.note(note_id)
            if known is None:
                raise NotFoundError("note", note_id)
            done = known.done(by=by, at=self.clock.now())
            if done != known:
                book.write(ApprovalChanges(notes=(done,), audit=(self._act(DONE, note_id, by=by),)))
        return done

    def _act(self, action: str, subject: str, *, by: str, **details: str) -> AuditEntry:
        return AuditEntry(at=self.clock.now(), by=by, action=action, subject=subject, details=details)
