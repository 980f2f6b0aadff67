"""An event as it arrives in the inbox, and as a worker claims it."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.ids import EventId
from openphone_crm.priority import Priority
from openphone_crm.work_records import Claim, Status


@attrs.frozen(kw_only=True)
class Arrival:
    """
    A verified delivery, ready to be stored.

    `body` is kept byte for byte; `payload` is the JSON text that a database can hold and a page
    can show. `delivery_key` is what a repeated delivery has in common with the first. What is history
    was found long after it happened: nobody is told of it, it is not read, and nothing waits for it.
    """

    id: EventId
    delivery_key: str
    event_type: str
    openphone_type: str | None
    priority: Priority
    status: Status
    received_at: datetime
    due_at: datetime
    body: bytes
    payload: str
    is_history: bool = False


@attrs.frozen
class Stored:
    """What became of an arrival: its id, or the id of the first delivery with the same key."""

    id: EventId
    is_new: bool


@attrs.frozen(kw_only=True)
class ClaimedEvent(Claim):
    """An event that one worker has to itself until its lease runs out."""

    id: EventId
    event_type: str
    openphone_type: str | None
    received_at: datetime
    due_at: datetime
    body: bytes
    is_history: bool = False

    @property
    def counted_from(self) -> datetime | None:
        """
        When it was due; once it is retried, when it was received.

        Tried again, an event is due anew; what it took began with its receipt all the same. Nobody waits
        for history.
        """
        if self.is_history:
            return None
        return self.received_at if self.retry_count else self.due_at
