"""Taking a change of a contact back."""

from __future__ import annotations

from typing import Any

import attrs

from openphone_crm.crm import CONTACT_FIELDS, Contact, ContactChange
from openphone_crm.errors import ConflictError

_OTHER = "the field has changed since: undo the later change first"
_NO_FIELD = "this entry is no change of a field, so that there is nothing to undo"


def undone(contact: Contact, change: ContactChange) -> Contact:
    """
    The contact as it was before the change, in this one field.

    Where the field's value came from is for the caller to say: an undo is a person's own edit.

    Raises:
        ConflictError: When the field holds something else by now, or the change was of no field.
    """
    if change.field not in CONTACT_FIELDS:
        raise ConflictError(_NO_FIELD)
    if getattr(contact, change.field) != change.new:
        raise ConflictError(_OTHER)
    before: dict[str, Any] = {change.field: change.old}
    return attrs.evolve(contact, **before)


def is_undoable(contact: Contact, change: ContactChange) -> bool:
    """Whether a change can be taken back: it is of a field, which still holds what it brought."""
    return change.field in CONTACT_FIELDS and getattr(contact, change.field) == change.new
