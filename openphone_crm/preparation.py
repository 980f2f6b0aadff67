"""Filling the working set: all that a batch of reports touches, locked and then loaded."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from openphone_crm.events import ContactDeleted, ContactReported, Report
from openphone_crm.phones import is_phone_number
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.routing import (
    contact_ids_of,
    contact_keys,
    outsiders_of,
    parties_of,
    resource_keys,
    wanted_by,
)
from openphone_crm.working_set import LoadedContacts, LoadedResources, Wanted, WorkingSet


def prepared(transaction: Transaction, reports: Sequence[Report]) -> WorkingSet:
    """
    The working set of these reports, with everything in it locked.

    Locks are taken in two steps, resources before people, and sorted within each by the store, so
    that two workers never wait for each other in a circle.
    """
    desk = WorkingSet()
    loaded = _resources(transaction, wanted_by(reports))
    desk.load_resources(loaded)
    _load_contacts(desk, transaction, reports, loaded)
    return desk


def _resources(transaction: Transaction, wanted: Wanted) -> LoadedResources:
    """The resources, and the calls that only their voicemails name, once all are locked."""
    transaction.lock(resource_keys(wanted))
    loaded = transaction.load_resources(wanted)
    calls = wanted.call_ids | {call.openphone_id for call in loaded.calls}
    if calls == wanted.call_ids:
        return loaded
    return _resources(transaction, attrs.evolve(wanted, call_ids=calls))


def _load_contacts(
    desk: WorkingSet, transaction: Transaction, reports: Sequence[Report], loaded: LoadedResources
) -> None:
    """
    Fill in everybody, and once more, locked, those who may be made or changed.

    Whoever has a contact keeps it as it is, whatever he writes. Were he locked too, a few regulars
    would have all workers of a small shop take turns.
    """
    known = transaction.load_contacts(parties_of(reports, loaded), ())
    desk.load_contacts(known)
    at_stake, openphone_ids = _at_stake(reports, loaded, known), contact_ids_of(reports)
    transaction.lock(contact_keys(at_stake, openphone_ids))
    desk.load_contacts(transaction.load_contacts(at_stake, openphone_ids))


def _at_stake(reports: Sequence[Report], loaded: LoadedResources, known: LoadedContacts) -> set[str]:
    """The strangers who will be contacts, and everybody whom an edit is about."""
    owned = {number for contact in known.contacts for number in contact.phone_numbers}
    edits = (report for report in reports if isinstance(report, ContactReported | ContactDeleted))
    edited = {number for report in edits for number in report.numbers}
    strangers = filter(is_phone_number, outsiders_of(reports, loaded) - owned - loaded.our_numbers)
    return edited.union(strangers)
