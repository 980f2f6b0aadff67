"""Inboxes that do what a test wants of them, and deliveries for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival, Stored
from openphone_crm.intake import Delivery, Intake
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.memory.inbox import MemoryInbox
from openphone_crm.priority import Priority
from openphone_crm.webhooks import SigningKeys
from openphone_crm.work_records import Status

PATIENCE_S = 10.0


class ObedientInbox(MemoryInbox):
    """Fails with the errors it is given, one for each call, and can be held up."""

    def __init__(self, *failures: Exception) -> None:
        inner = MemoryCrm().inbox
        super().__init__(inner._store)
        self.failures = list(failures)
        self.batches: list[list[str]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.was_called = threading.Event()

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Note the batch, wait until it may go on, then fail or store."""
        self.batches.append([arrival.delivery_key for arrival in arrivals])
        self.was_called.set()
        assert self.may_answer.wait(PATIENCE_S)
        if self.failures:
            raise self.failures.pop(0)
        return super().add(arrivals)


class ForgetfulInbox(MemoryInbox):
    """Answers for all arrivals but one."""

    def __init__(self) -> None:
        super().__init__(MemoryCrm().inbox._store)

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Store all and answer for fewer."""
        return super().add(arrivals)[1:]


def intake_into(inbox: MemoryInbox, clock: MemoryClock | None = None) -> Intake:
    """Make an intake that stores there; none of its tests opens a delivery."""
    keys: Callable[[], SigningKeys] = SigningKeys
    return Intake(inbox=inbox, clock=clock or MemoryClock(), keys=keys)


def delivery(
    key: str,
    *,
    priority: Priority = Priority.CRITICAL,
    status: Status = Status.PENDING,
    due_in: timedelta = timedelta(),
) -> Delivery:
    """Make a delivery that was opened."""
    now = MemoryClock().now()
    return Delivery(
        Arrival(
            id=EventId(f"00000000-0000-7000-8000-{abs(hash(key)) % 10**12:012}"),
            delivery_key=key,
            event_type="message.received",
            openphone_type="message.received",
            priority=priority,
            status=status,
            received_at=now,
            due_at=now + due_in,
            body=b"{}",
            payload="{}",
        )
    )
