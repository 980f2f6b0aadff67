"""Writing into a contact what a person has approved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs

from openphone_crm.crm import Contact, ContactChange, Origin
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.ids import ChangeId, derived_id

PERSON = "person"
"""Where a value comes from that a person has written or approved, whoever first read it."""


@attrs.frozen(kw_only=True)
class Approved:
    """A contact after an approval, and what is kept of how it came to that."""

    contact: Contact
    suggestions: tuple[Suggestion, ...] = ()
    history: tuple[ContactChange, ...] = ()


def approve(
    contact: Contact, waiting: Iterable[Suggestion], *, by: str, at: datetime, value: str | None = None
) -> Approved:
    """
    Everything that waits, approved by a person; another value takes the place of what was suggested.

    Raises:
        ConflictError: When one of them was decided already, or its field has changed since.
    """
    done = Approved(contact=contact)
    for suggestion in waiting:
        field = suggestion.topic.value
        chosen = suggestion.suggested_value if value is None else value
        approved = suggestion.approved(done.contact, by=by, at=at)
        is_new = chosen != getattr(done.contact, field)
        entries = (_entry(approved, done.contact, chosen),) if is_new else ()
        done = Approved(
            contact=by_a_person(done.contact, field, chosen, at=at),
            suggestions=(*done.suggestions, approved),
            history=(*done.history, *entries),
        )
    return done


def change_id_of(approved: Suggestion) -> ChangeId:
    """The id of the entry that an approval makes in the history: nothing is approved twice."""
    return ChangeId(derived_id("change", approved.id))


def by_a_person(contact: Contact, field: str, value: str | None, *, at: datetime) -> Contact:
    """The contact with this value in a field, as a person's own."""
    written: dict[str, Any] = {field: value}
    origins = {**contact.origins, field: Origin(PERSON, at)}
    return attrs.evolve(contact, **written, origins=origins, updated_at=max(contact.updated_at, at))


def _entry(approved: Suggestion, before: Contact, chosen: str) -> ContactChange:
    """What changes; a value that is not the suggested one is the person's own, and nothing was read of it."""
    is_as_read = chosen == approved.suggested_value
    return ContactChange(
        id=change_id_of(approved),
        contact_id=approved.contact_id,
        field=approved.topic.value,
        old=getattr(before, approved.topic.value),
        new=chosen,
        source_kind=approved.source_kind.value if is_as_read else PERSON,
        source_id=approved.source_id if is_as_read else None,
        quote=approved.quote if is_as_read else None,
        by=approved.decided_by,
        at=approved.decided_at or approved.created_at,
    )
