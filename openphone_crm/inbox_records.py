"""An event on its way through the inbox: as it arrives, as it is claimed, as it is settled."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.ids import EventId
from openphone_crm.priority import Priority


class EventStatus(StrEnum):
    """Where an event stands; `failed` are the dead letters."""

    PENDING = "pending"
    PROCESSING = "processing"
    PROCESSED = "processed"
    FAILED = "failed"
    IGNORED = "ignored"


@attrs.frozen(kw_only=True)
class Arrival:
    """
    A verified delivery, ready to be stored.

    `body` is kept byte for byte; `payload` is the JSON text that a database can hold and a page
    can show. `delivery_key` is what a repeated delivery has in common with the first.
    """

    id: EventId
    delivery_key: str
    event_type: str
    openphone_type: str | None
    priority: Priority
    status: EventStatus
    received_at: datetime
    due_at: datetime
    body: bytes
    payload: str


@attrs.frozen
class Stored:
    """What became of an arrival: its id, or the id of the first delivery with the same key."""

    id: EventId
    is_new: bool


@attrs.frozen(kw_only=True)
class ClaimedEvent:
    """An event that one worker has to itself until its lease runs out."""

    id: EventId
    event_type: str
    openphone_type: str | None
    priority: Priority
    received_at: datetime
    retry_count: int
    attempts_made: int
    body: bytes


@attrs.frozen(kw_only=True)
class Attempt:
    """One try at an event, as the API shows it; `duration_seconds` is that of the batch it was in."""

    number: int
    started_at: datetime
    duration_seconds: float
    worker: str
    outcome: str
    error_class: str | None = None
    message: str | None = None


@attrs.frozen(kw_only=True)
class Settlement:
    """What a try at an event led to."""

    event_id: EventId
    status: EventStatus
    retry_count: int
    attempt: Attempt
    processed_at: datetime | None = None
    due_at: datetime | None = None
    error_message: str | None = None
