"""What an edit made in Quo does to a contact here: written at once, and kept in its history."""

from __future__ import annotations

from typing import Any

import attrs

from openphone_crm.crm import CONTACT_FIELDS, Contact, ContactChange, ContactLink, Origin
from openphone_crm.events import ContactDeleted, ContactReported
from openphone_crm.handlers.people import Cause
from openphone_crm.ids import ChangeId, ContactId, derived_id
from openphone_crm.phones import is_phone_number
from openphone_crm.stamps import Stamp
from openphone_crm.texts import masked
from openphone_crm.working_set import WorkingSet

SOURCE = "openphone"
LINK = "openphone_id"
"""What the history calls the link to OpenPhone."""


@attrs.frozen
class _Change:
    field: str
    old: str | None
    new: str | None


def report_contact(report: ContactReported, desk: WorkingSet, cause: Cause) -> None:
    """Write a person's edit from Quo; against an edit made here the later time wins."""
    link = _link(report, desk)
    known = _matched(link, report, desk) or _new(report, cause)
    contact = _numbered(known, report, desk)
    for field in report.fields:
        contact = _told(contact, field, report)
    _keep(contact, known, desk, cause)
    for change in _changes(known, contact):
        desk.history.append(_entry(contact.id, change, report.stamp, report=report, cause=cause))
    if link.deleted and link.contact_id is None and link.deleted > report.stamp:
        # The deletion came first and found nobody to say it of.
        gone = _Change(LINK, report.openphone_id, None)
        desk.history.append(_entry(contact.id, gone, link.deleted, report=report, cause=cause))
    updated = max(filter(None, (link.updated, report.stamp)))
    desk.links.put(attrs.evolve(link, contact_id=contact.id, updated=updated))


def report_contact_deleted(report: ContactDeleted, desk: WorkingSet, cause: Cause) -> None:
    """Take the link to Quo away and say so in the history; contact and conversations stay."""
    link = _link(report, desk)
    if link.deleted and link.deleted >= report.stamp:
        return
    contact = _matched(link, report, desk)
    gone = attrs.evolve(link, contact_id=contact.id if contact else None, deleted=report.stamp)
    was_there = link.is_linked or link.deleted is None
    if contact and was_there and not gone.is_linked:
        change = _Change(LINK, report.openphone_id, None)
        desk.history.append(_entry(contact.id, change, report.stamp, report=report, cause=cause))
    desk.links.put(gone)


def _link(report: ContactReported | ContactDeleted, desk: WorkingSet) -> ContactLink:
    return desk.links.get(report.openphone_id) or ContactLink(openphone_id=report.openphone_id)


def _matched(link: ContactLink, report: ContactReported | ContactDeleted, desk: WorkingSet) -> Contact | None:
    """The contact that this is: by OpenPhone's id, then by number."""
    owners = (desk.owners.get(number) for number in report.numbers)
    for contact_id in filter(None, (link.contact_id, *owners)):
        if contact := desk.contacts.get(contact_id):
            return contact
    return None


def _new(report: ContactReported, cause: Cause) -> Contact:
    return Contact(
        id=ContactId(derived_id("contact", cause.event_id, report.openphone_id)),
        created_at=cause.received_at,
        updated_at=cause.received_at,
    )


def _numbered(contact: Contact, report: ContactReported, desk: WorkingSet) -> Contact:
    """The contact with the numbers that are free: of nobody else, and none of ours."""
    numbers = list(contact.phone_numbers)
    for number in filter(is_phone_number, report.numbers):
        owner = desk.owners.get(number)
        if owner is None and number in desk.our_numbers:
            desk.notices.append(f"contact {report.openphone_id}: {masked(number)} is a number of ours")
        elif owner is None:
            numbers.append(number)
        elif owner != contact.id:
            taken = f"{masked(number)} stays with contact {owner}"
            desk.notices.append(f"contact {report.openphone_id}: {taken}")
    return attrs.evolve(contact, phone_numbers=tuple(numbers))


def _told(contact: Contact, field: str, report: ContactReported) -> Contact:
    """The contact after hearing what Quo says of a field."""
    origin = contact.origins.get(field)
    if origin is not None and not _is_newer(report.stamp, origin):
        return contact
    current, new = getattr(contact, field), report.fields[field] or None
    is_ours = origin is not None and origin.source_kind != SOURCE
    if new == current or (new is None and is_ours):
        return _with_origin(contact, field, report.stamp, source=origin.source_kind if origin else SOURCE)
    changes: dict[str, Any] = {field: new}
    return _with_origin(attrs.evolve(contact, **changes), field, report.stamp, source=SOURCE)


def _is_newer(stamp: Stamp, origin: Origin) -> bool:
    return (stamp.moment, stamp.digest) > (origin.at, origin.digest)


def _with_origin(contact: Contact, field: str, stamp: Stamp, *, source: str) -> Contact:
    """Remember how new our knowledge of a field is; whose value it is changes only with the value."""
    origin = Origin(source, stamp.moment, stamp.digest)
    return attrs.evolve(contact, origins={**contact.origins, field: origin})


def _changes(before: Contact, after: Contact) -> list[_Change]:
    pairs = ((field, getattr(before, field), getattr(after, field)) for field in CONTACT_FIELDS)
    return [_Change(field, old, new) for field, old, new in pairs if old != new]


def _keep(contact: Contact, known: Contact, desk: WorkingSet, cause: Cause) -> None:
    """Put the contact away; its time of change moves only when something of it can be seen to change."""
    if contact.phone_numbers != known.phone_numbers or _changes(known, contact):
        contact = attrs.evolve(contact, updated_at=max(known.updated_at, cause.received_at))
    desk.put_contact(contact)


def _entry(
    contact_id: ContactId,
    change: _Change,
    stamp: Stamp,
    *,
    report: ContactReported | ContactDeleted,
    cause: Cause,
) -> ContactChange:
    return ContactChange(
        id=ChangeId(derived_id("change", cause.event_id, contact_id, change.field)),
        contact_id=contact_id,
        field=change.field,
        old=change.old,
        new=change.new,
        source_kind=SOURCE,
        source_id=report.openphone_id,
        at=stamp.moment,
    )
