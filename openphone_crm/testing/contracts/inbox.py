"""What the queue of record of events promises."""

from __future__ import annotations

from datetime import datetime

from openphone_crm.ports.inbox import Inbox
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.inbox_adding import AddingContract
from openphone_crm.testing.contracts.inbox_claiming import ClaimingContract
from openphone_crm.testing.contracts.inbox_settling import SettlingContract
from openphone_crm.testing.contracts.queue_alone import QueueAloneContract
from openphone_crm.testing.contracts.queue_claiming import QueueClaimingContract
from openphone_crm.testing.contracts.queue_settling import QueueSettlingContract
from openphone_crm.testing.contracts.store import Store


class InboxContract(
    AddingContract,
    ClaimingContract,
    SettlingContract,
    QueueClaimingContract,
    QueueAloneContract,
    QueueSettlingContract,
):
    """Everything about storing, claiming and giving back."""

    def queue(self, store: Store) -> Inbox:
        """The inbox."""
        return store.inbox

    def id_of(self, name: str) -> str:
        """The id of the event of that name."""
        return make.event_id(name)

    def put(
        self,
        store: Store,
        *names: str,
        priority: Priority = Priority.CRITICAL,
        due_at: datetime = make.NOON,
        arrived_at: datetime = make.NOON,
    ) -> None:
        """Receive events of these names."""
        fields = {"priority": priority, "due_at": due_at, "received_at": arrived_at}
        store.inbox.add([make.arrival(name, **fields) for name in names])
