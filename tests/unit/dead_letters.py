"""Dead letters in memory, somebody who retries them, and workers who do what a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from openphone_crm.errors import UnavailableError
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryJobQueue
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import Pace
from openphone_crm.retrying import Retrying
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Settlement, Status

LEASE = timedelta(seconds=30)
MOST = 100


class BrokenBell:
    """A bell that cannot be reached."""

    def ring(self, _: Priority) -> None:
        """Fail."""
        raise UnavailableError("Redis", "gone")


class DeadLetters:
    """A store with dead letters of these names in it."""

    def __init__(
        self,
        *names: str,
        priority: Priority = Priority.CRITICAL,
        pace: Pace | None = None,
        is_bell_away: bool = False,
    ) -> None:
        self.crm = MemoryCrm()
        self.clock = MemoryClock()
        self.job_queue = MemoryJobQueue()
        self.retrying = Retrying(
            jobs=self.crm.retry_jobs,
            events=self.crm.events,
            job_queue=BrokenBell() if is_bell_away else self.job_queue,
            clock=self.clock,
            pace=pace or Pace(),
        )
        self.add(*names, priority=priority)

    def add(self, *names: str, priority: Priority) -> None:
        """Have more of them."""
        self.crm.inbox.add([make.arrival(name, status=Status.FAILED, priority=priority) for name in names])

    def status(self, event_id: EventId) -> Status:
        """How far an event is."""
        detail = self.crm.events.get(event_id)
        assert detail is not None
        return detail.event.status

    def process(self, limit: int = MOST) -> list[EventId]:
        """Work on what is due, and succeed; which events that were."""
        return self._work(limit, Status.PROCESSED)

    def fail_again(self, limit: int = MOST) -> list[EventId]:
        """Work on what is due, and fail for good."""
        return self._work(limit, Status.FAILED)

    def fail_for_now(self, limit: int = MOST) -> list[EventId]:
        """Work on what is due, and fail so that it is tried again a minute later."""
        return self._work(limit, Status.PENDING, due_at=self.clock.now() + timedelta(seconds=60))

    def _work(self, limit: int, status: Status, *, due_at: datetime | None = None) -> list[EventId]:
        claimed = [event for priority in Priority for event in self._claimed(priority, limit)]
        settlements = [
            Settlement(
                id=event.id,
                status=status,
                retry_count=event.retry_count,
                attempt=make.attempt(),
                due_at=due_at,
            )
            for event in claimed
        ]
        with self.crm.unit_of_work.begin() as transaction:
            transaction.settle(settlements, worker="w1")
        return [event.id for event in claimed]

    def _claimed(self, priority: Priority, limit: int) -> Sequence[ClaimedEvent]:
        inbox, now = self.crm.inbox, self.clock.now()
        return inbox.claim(priority, worker="w1", now=now, lease=LEASE, limit=limit)
