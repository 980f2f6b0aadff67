"""What the contracts of the queues of record have in common: a queue with things in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from openphone_crm.ports.work_queue import WorkQueue
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Claim


class QueueUnderTest(ABC):
    """A queue of a store, and how work gets into it; whoever has one tells which it is."""

    @abstractmethod
    def queue(self, store: Store) -> WorkQueue[Claim]:
        """The queue that is under test."""

    @abstractmethod
    def id_of(self, name: str) -> str:
        """The id of the work of that name."""

    @abstractmethod
    def put(
        self,
        store: Store,
        *names: str,
        priority: Priority = Priority.CRITICAL,
        due_at: datetime = make.NOON,
        arrived_at: datetime = make.NOON,
    ) -> None:
        """Put work of these names into the queue."""

    def claim(
        self,
        store: Store,
        worker: str = "w1",
        *,
        priority: Priority = Priority.CRITICAL,
        now: datetime = make.NOON,
        limit: int = 100,
    ) -> Sequence[Claim]:
        """Take what is due."""
        return self.queue(store).claim(priority, worker=worker, now=now, lease=LEASE, limit=limit)

    def claim_alone(
        self,
        store: Store,
        worker: str = "w2",
        *,
        priority: Priority = Priority.CRITICAL,
        now: datetime = make.NOON,
    ) -> Claim | None:
        """Take one piece of work that must be alone."""
        return self.queue(store).claim_alone(priority, worker=worker, now=now, lease=LEASE)

    def fail(self, store: Store, name: str, *, worker: str = "w1", **fields: object) -> None:
        """Have the work of that name fail."""
        failure = make.failure(**{"id": self.id_of(name), **fields})
        self.queue(store).settle_failure(failure, worker=worker)
