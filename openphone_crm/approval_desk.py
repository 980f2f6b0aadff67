"""What a person decides about contacts: what was read is approved or rejected, what was changed is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.contact_desk import checked_field
from openphone_crm.crm import Contact, ContactChange
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError, PreconditionError
from openphone_crm.extraction.approving import Approved, approve, by_a_person
from openphone_crm.extraction.suggestions import CHANGED, Suggestion, asked_anew, overtaken
from openphone_crm.extraction.undoing import undone
from openphone_crm.extraction.views import ApprovalView, view_of
from openphone_crm.ids import ChangeId, ContactId, SuggestionId
from openphone_crm.ports.approvals import ApprovalBook, ApprovalChanges
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.unit_of_work import UnitOfWork

UNDO = "undo"
APPROVED = "approval approved"
REJECTED = "approval rejected"
UNDONE = "change undone"


@attrs.frozen
class UndecidableError(ConflictError):
    """Nothing can be decided about this any more, or not so; it is given along as it is now."""

    approval: ApprovalView


@attrs.frozen
class ChangedSinceError(UndecidableError):
    """Fields have changed since the person was asked, who is asked anew: about all that is `changed`."""

    changed: tuple[ApprovalView, ...]


@attrs.frozen(kw_only=True)
class ApprovalDesk:
    """
    Where people decide; `by` is who does it, as the history and the log of acts show it.

    `is_expected` tells whether what is decided about still is what the person has seen. Where nobody can
    tell, an approval is of a change from what the field held when it was suggested. A field that has
    changed since is shown to whoever approves, and not written over before they approve again.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def approve(
        self,
        suggestion_id: SuggestionId,
        *,
        by: str,
        value: str | None = None,
        is_expected: Callable[[ApprovalView], bool] | None = None,
    ) -> Suggestion:
        """
        Write the suggested value, or another one, into the contact.

        Raises:
            NotFoundError: When there is no such suggestion, or its contact is gone.
            PreconditionError: When it is not what the person has seen.
            UndecidableError: When it was decided already, or the field has changed since.
            InvalidInputError: When the other value is not what the field holds.
        """
        with self.unit_of_work.begin() as transaction:
            book = transaction.approvals
            suggestion, contact = _found(book, suggestion_id, is_expected)
            chosen = _chosen(suggestion, value)
            anew = asked_anew([suggestion], contact, by)
            if is_expected or not anew:
                with _told_of(suggestion, contact):
                    return self._approve(book, contact, anew or [suggestion], by=by, value=chosen)[0]
            # Kept, though nothing is approved: the next approval is of what the person sees now.
            book.write(ApprovalChanges(suggestions=anew))
        raise _changed(anew, contact)

    def approve_all(
        self,
        contact_id: ContactId,
        *,
        by: str,
        is_expected: Callable[[Sequence[ApprovalView]], bool] | None = None,
    ) -> Sequence[Suggestion]:
        """
        Approve everything that waits for this contact, all or nothing.

        Raises:
            NotFoundError: When there is no such contact.
            PreconditionError: When what waits is not what the person has seen.
            ChangedSinceError: When one of the fields has changed since.
        """
        with self.unit_of_work.begin() as transaction:
            book = transaction.approvals
            contact = book.contact(contact_id)
            if contact is None:
                raise NotFoundError("contact", contact_id)
            waiting = [each for each in book.suggestions_of(contact_id) if each.is_pending]
            if is_expected and not is_expected([view_of(each, contact) for each in waiting]):
                raise PreconditionError
            anew = asked_anew(waiting, contact, by)
            if is_expected or not anew:
                asked = {each.id: each for each in anew}
                return self._approve(book, contact, [asked.get(each.id, each) for each in waiting], by=by)
            book.write(ApprovalChanges(suggestions=anew))
        raise _changed(anew, contact)

    def reject(
        self,
        suggestion_id: SuggestionId,
        *,
        by: str,
        is_expected: Callable[[ApprovalView], bool] | None = None,
    ) -> Suggestion:
        """
        Leave the field as it is, and never suggest this value for it again.

        Raises:
            NotFoundError: When there is no such suggestion.
            PreconditionError: When it is not what the person has seen.
            UndecidableError: When it was decided already.
        """
        with self.unit_of_work.begin() as transaction:
            book = transaction.approvals
            suggestion, contact = _found(book, suggestion_id, is_expected)
            with _told_of(suggestion, contact):
                rejected = suggestion.rejected(by=by, at=self.clock.now())
            acts = (self._act(REJECTED, suggestion_id, by=by, field=suggestion.topic.value),)
            book.write(ApprovalChanges(suggestions=(rejected,), audit=acts))
        return rejected

    def undo(
        self,
        contact_id: ContactId,
        change_id: ChangeId,
        *,
        by: str,
        is_expected: Callable[[Contact], bool] = lambda _: True,
    ) -> ContactChange:
        """
        Take a change of a contact's field back; the undo is an entry of the history too.

        Raises:
            NotFoundError: When there is no such contact or change.
            PreconditionError: When the contact is not what the person has seen.
            ConflictError: When the field holds something else by now.
        """
        with self.unit_of_work.begin() as transaction:
            book = transaction.approvals
            contact, change = book.contact(contact_id), book.change(contact_id, change_id)
            if contact is None or change is None:
                raise NotFoundError("change", change_id)
            if not is_expected(contact):
                raise PreconditionError
            before = undone(contact, change)
            entry = self._entry_of_undoing(change, by=by)
            written = by_a_person(before, change.field, change.old, at=entry.at)
            self._write(
                book,
                Approved(contact=written, history=(entry,)),
                self._act(UNDONE, change_id, by=by, field=change.field, contact=contact_id),
            )
        return entry

    def _approve(
        self,
        book: ApprovalBook,
        contact: Contact,
        waiting: Sequence[Suggestion],
        *,
        by: str,
        value: str | None = None,
    ) -> Sequence[Suggestion]:
        if waiting:
            done = approve(contact, waiting, by=by, at=self.clock.now(), value=value)
            acts = (self._act(APPROVED, each.id, by=by, field=each.topic.value) for each in waiting)
            self._write(book, done, *acts)
            return done.suggestions
        return ()

    def _write(self, book: ApprovalBook, done: Approved, *acts: AuditEntry) -> None:
        """Write what was done to a contact, and what is thereby no question any more."""
        decided = {each.id for each in done.suggestions}
        others = (each for each in book.suggestions_of(done.contact.id) if each.id not in decided)
        changes = ApprovalChanges(
            contacts=(done.contact,),
            history=done.history,
            suggestions=(*done.suggestions, *overtaken(others, done.contact, self.clock.now())),
            audit=acts,
        )
        book.write(changes)

    def _entry_of_undoing(self, change: ContactChange, *, by: str) -> ContactChange:
        return ContactChange(
            id=ChangeId(self.clock.new_id()),
            contact_id=change.contact_id,
            field=change.field,
            old=change.new,
            new=change.old,
            source_kind=UNDO,
            source_id=change.id,
            by=by,
            at=self.clock.now(),
        )

    def _act(self, action: str, subject: str, *, by: str, **details: str) -> AuditEntry:
        return AuditEntry(at=self.clock.now(), by=by, action=action, subject=subject, details=details)


def _found(
    book: ApprovalBook, suggestion_id: SuggestionId, is_expected: Callable[[ApprovalView], bool] | None
) -> tuple[Suggestion, Contact]:
    """The suggestion and its contact, once nobody else can decide about it any more."""
    known = book.suggestion(suggestion_id)
    contact = book.contact(known.contact_id) if known else None
    fresh = book.suggestion(suggestion_id) if contact else None
    if contact is None or fresh is None:
        raise NotFoundError("approval", suggestion_id)
    if is_expected and not is_expected(view_of(fresh, contact)):
        raise PreconditionError
    return fresh, contact


def _chosen(suggestion: Suggestion, value: str | None) -> str | None:
    chosen = None if value is None else checked_field(suggestion.topic.value, value)
    if value is not None and chosen is None:
        raise InvalidInputError("value", "must say something: reject it, or empty the field by hand")
    return chosen


def _changed(anew: Sequence[Suggestion], contact: Contact) -> ChangedSinceError:
    views = tuple(view_of(each, contact) for each in anew)
    return ChangedSinceError(CHANGED, views[0], views)


@contextmanager
def _told_of(suggestion: Suggestion, contact: Contact) -> Iterator[None]:
    """Give the suggestion along with whatever stands in its way."""
    try:
        yield
    except ConflictError as error:
        raise UndecidableError(error.reason, view_of(suggestion, contact)) from error
