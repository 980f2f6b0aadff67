"""How urgent an event is, and when it is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntEnum


class Priority(IntEnum):
    """
    The customer's three classes; each is a queue of its own.

    Critical is worked on at once, standard may wait 1-2 minutes, low is gathered into batches.
    """

    CRITICAL = 0
    STANDARD = 1
    LOW = 2

    @property
    def label(self) -> str:
        """The name of the priority, as the API, the queues and the command line write it."""
        return self.name.lower()


_BY_TYPE = {
    "message.received": Priority.CRITICAL,
    "call.missed": Priority.CRITICAL,
    "voicemail.received": Priority.CRITICAL,
    "message.read": Priority.LOW,
    "summary.ready": Priority.LOW,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def priority_of(event_type: str) -> Priority:
    """The priority of an event by its customer's type; a type not named is standard."""
    return _BY_TYPE.get(event_type, Priority.STANDARD)


def due_at(priority: Priority, *, received_at: datetime, low_batch: timedelta) -> datetime:
    """
    When an event is due: on receipt; a low one at the end of the batch window it fell into.

    All events of one window are due together, at most `low_batch` after receipt.
    """
    if priority is not Priority.LOW or not low_batch:
        return received_at
    windows = (received_at - _EPOCH) // low_batch
    return _EPOCH + (windows + 1) * low_batch
