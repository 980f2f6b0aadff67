"""Contacts written by hand: made, edited, and every change kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from openphone_crm.crm import CONTACT_FIELDS, Contact, ContactChange, Origin
from openphone_crm.errors import InvalidInputError, NotFoundError, PreconditionError
from openphone_crm.extraction.approving import PERSON
from openphone_crm.extraction.forms import is_email
from openphone_crm.extraction.suggestions import overtaken
from openphone_crm.ids import ChangeId, ContactId
from openphone_crm.phones import is_phone_number, normalised
from openphone_crm.ports.approvals import ApprovalBook, ApprovalChanges
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.texts import storable

LONGEST_FIELD = 500
MOST_NUMBERS = 20
_NUMBERS = "phone_numbers"
_NAMES = ", ".join((*CONTACT_FIELDS, _NUMBERS))

Value = str | None


@attrs.frozen(kw_only=True)
class ContactEdit:
    """What a person wants a contact to hold; a field that is not named stays as it is."""

    fields: Mapping[str, Value] = attrs.field(factory=dict)
    phone_numbers: Sequence[str] | None = None


@attrs.frozen(kw_only=True)
class ContactDesk:
    """Makes and edits contacts; `by` is who does it, as the history shows it."""

    unit_of_work: UnitOfWork
    clock: Clock
    region: str = "US"

    def create(self, edit: ContactEdit, *, by: str) -> Contact:
        """
        Make a contact.

        Raises:
            InvalidInputError: When a value is not what its field holds, or nothing is given.
            ConflictError: When a number belongs to another contact.
        """
        now = self.clock.now()
        blank = Contact(id=ContactId(self.clock.new_id()), created_at=now, updated_at=now)
        contact = self._edited(blank, edit)
        if contact == blank:
            raise InvalidInputError("contact", f"give at least one of {_NAMES}")
        with self.unit_of_work.begin() as transaction:
            self._write(transaction.approvals, blank, contact, by=by)
        return contact

    def edit(
        self,
        contact_id: ContactId,
        edit: ContactEdit,
        *,
        by: str,
        is_expected: Callable[[Contact], bool] = lambda _: True,
    ) -> Contact:
        """
        Change a contact, if it still is what the caller expects.

        Raises:
            NotFoundError: When there is no such contact.
            PreconditionError: When it was changed since the caller read it.
            InvalidInputError: When a value is not what its field holds.
            ConflictError: When a number belongs to another contact.
        """
        with self.unit_of_work.begin() as transaction:
            book = transaction.approvals
            known = book.contact(contact_id)
            if known is None:
                raise NotFoundError("contact", contact_id)
            if not is_expected(known):
                raise PreconditionError
            contact = self._edited(known, edit)
            if contact == known:
                return known
            contact = attrs.evolve(contact, updated_at=max(self.clock.now(), known.updated_at))
            self._write(book, known, contact, by=by)
        return contact

    def _edited(self, contact: Contact, edit: ContactEdit) -> Contact:
        fields = {name: checked_field(name, value) for name, value in edit.fields.items()}
        changed: dict[str, Any] = {
            name: value for name, value in fields.items() if value != getattr(contact, name)
        }
        origin = Origin(PERSON, self.clock.now())
        contact = attrs.evolve(
            contact, **changed, origins={**contact.origins, **dict.fromkeys(changed, origin)}
        )
        if edit.phone_numbers is None:
            return contact
        numbers = tuple(dict.fromkeys(self._number(number) for number in edit.phone_numbers))
        if len(numbers) > MOST_NUMBERS:
            raise InvalidInputError("phone_numbers", f"must be at most {MOST_NUMBERS}")
        return attrs.evolve(contact, phone_numbers=numbers)

    def _number(self, text: str) -> str:
        number = normalised(text, self.region)
        if number is None or not is_phone_number(number):
            raise InvalidInputError("phone_numbers", "must be phone numbers, such as +12065550123")
        return number

    def _write(self, book: ApprovalBook, before: Contact, after: Contact, *, by: str) -> None:
        """Write the contact; nobody is asked any more about what it has come to say."""
        history = tuple(
            ContactChange(
                id=ChangeId(self.clock.new_id()),
                contact_id=after.id,
                field=name,
                old=_shown(getattr(before, name)),
                new=_shown(getattr(after, name)),
                source_kind=PERSON,
                source_id=None,
                by=by,
                at=after.updated_at,
            )
            for name in (*CONTACT_FIELDS, _NUMBERS)
            if getattr(before, name) != getattr(after, name)
        )
        settled = overtaken(book.suggestions_of(after.id), after, after.updated_at)
        book.write(ApprovalChanges(contacts=(after,), history=history, suggestions=settled))


def checked_field(name: str, value: Value) -> Value:
    """
    The value as a contact's field holds it: trimmed, and None when it is empty.

    Raises:
        InvalidInputError: When it is no field, or not what the field holds.
    """
    if name not in CONTACT_FIELDS:
        raise InvalidInputError(name, f"is not one of {_NAMES}")
    trimmed = storable(value).strip() if value else ""
    if len(trimmed) > LONGEST_FIELD:
        raise InvalidInputError(name, f"must be at most {LONGEST_FIELD} characters")
    # As it came: what cannot be stored must not become what can.
    if name == "email" and trimmed and not is_email((value or "").strip()):
        raise InvalidInputError("email", "must be an e-mail address, such as ann@example.com")
    return trimmed or None


def _shown(value: str | tuple[str, ...] | None) -> str | None:
    """A value as the history shows it; numbers in one line."""
    return ", ".join(value) or None if isinstance(value, tuple) else value
