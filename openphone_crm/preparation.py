"""Filling the working set: all that a batch of reports touches, locked and then loaded."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from openphone_crm.events import Report
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.routing import (
    contact_ids_of,
    contact_keys,
    outsiders_of,
    parties_of,
    resource_keys,
    wanted_by,
)
from openphone_crm.working_set import LoadedResources, Wanted, WorkingSet


def prepared(transaction: Transaction, reports: Sequence[Report]) -> WorkingSet:
    """
    The working set of these reports, with everything in it locked.

    Locks are taken in two steps, resources before people, and sorted within each by the store, so
    that two workers never wait for each other in a circle.
    """
    desk = WorkingSet()
    loaded = _resources(transaction, wanted_by(reports))
    desk.load_resources(loaded)
    openphone_ids = contact_ids_of(reports)
    transaction.lock(contact_keys(outsiders_of(reports, loaded), openphone_ids))
    desk.load_contacts(transaction.load_contacts(parties_of(reports, loaded), openphone_ids))
    return desk


def _resources(transaction: Transaction, wanted: Wanted) -> LoadedResources:
    """The resources, and the calls that only their voicemails name, once all are locked."""
    transaction.lock(resource_keys(wanted))
    loaded = transaction.load_resources(wanted)
    calls = wanted.call_ids | {call.openphone_id for call in loaded.calls}
    if calls == wanted.call_ids:
        return loaded
    return _resources(transaction, attrs.evolve(wanted, call_ids=calls))
