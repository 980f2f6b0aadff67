"""One thread may use the store again while it is in a transaction."""

from __future__ import annotations

from openphone_crm.inbox_records import Stored
from openphone_crm.memory import MemoryCrm
from openphone_crm.testing import builders as make
from openphone_crm.working_set import Changes


def test_a_transaction_does_not_lock_out_its_own_thread() -> None:
    """Whoever is in a transaction may store a delivery and look around, and nothing of it is lost."""
    crm = MemoryCrm()
    ann = make.contact("Ann", make.ANN)

    with crm.unit_of_work.begin() as transaction:
        transaction.save(Changes(contacts=(ann,)))
        stored = crm.inbox.add([make.arrival("one")])

    assert stored == [Stored(make.event_id("one"), is_new=True)]
    assert crm.contacts.get(ann.id) == ann
    assert crm.events.get(make.event_id("one")) is not None
