"""Who waits for whom: only workers that make or change the same thing."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from openphone_crm.events import Report
from openphone_crm.memory.store import State
from openphone_crm.memory.unit_of_work import MemoryTransaction
from openphone_crm.preparation import prepared
from openphone_crm.testing.builders import contact
from openphone_crm.working_set import Changes
from tests.unit.reports import ANN, BEN, contact_reported, message_reported


@attrs.frozen
class NotingTransaction(MemoryTransaction):
    """A transaction that says what was locked."""

    locked: set[str] = attrs.field(factory=set)

    def lock(self, keys: Collection[str]) -> None:
        """Take note."""
        self.locked.update(keys)


def locked_for(*reports: Report) -> set[str]:
    """Prepare for these reports where Ann has a contact, and give the people that were locked."""
    transaction = NotingTransaction(State())
    transaction.save(Changes(contacts=(contact("Ann", ANN),)))
    prepared(transaction, reports)
    return {key for key in transaction.locked if not key.startswith("message:")}


def test_a_stranger_is_locked() -> None:
    """Of two workers that meet somebody for the first time, one makes the contact and the other finds it."""
    locked = locked_for(message_reported(from_number=BEN))

    assert locked == {f"party:{BEN}"}


def test_whoever_has_a_contact_is_not_locked() -> None:
    """Regulars are in every batch: waiting for each other's would have all workers take turns."""
    locked = locked_for(message_reported(from_number=ANN))

    assert locked == set()


def test_whoever_never_has_a_contact_is_not_locked() -> None:
    """Withheld numbers and short codes are in every batch too, and nobody makes a contact of them."""
    locked = locked_for(message_reported(from_number="Anonymous"), message_reported(from_number="72975"))

    assert locked == set()


def test_whoever_is_edited_is_locked() -> None:
    """Two edits of one person are made one after the other, whether or not he has a contact."""
    locked = locked_for(contact_reported(openphone_id="one", numbers=(ANN,)))

    assert locked == {f"party:{ANN}", "contact:one"}
