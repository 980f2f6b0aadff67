"""The queue of record of what was received, in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence

from openphone_crm.errors import UnstorableError
from openphone_crm.inbox_records import Arrival, ClaimedEvent, Stored
from openphone_crm.memory.store import EVENTS, EventRow, State, Store
from openphone_crm.memory.work_queue import MemoryWorkQueue
from openphone_crm.work_records import Loss, Status


class MemoryInbox(MemoryWorkQueue[EventRow, ClaimedEvent]):
    """Keeps deliveries as long as the process lives."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, lambda state: state.events, _claimed)

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Store what has a new delivery key; refuse it all when a payload is no JSON for a database."""
        with self._store.writing() as state:
            before = len(state.events)
            stored = [_added(arrival, state) for arrival in arrivals]
            if len(state.events) > before:
                state.count(EVENTS)
            return stored


def _added(arrival: Arrival, state: State) -> Stored:
    first = state.delivery_keys.setdefault(arrival.delivery_key, arrival.id)
    if first != arrival.id or arrival.id in state.events:
        return Stored(first, is_new=False)
    _check(arrival.payload)
    state.events[arrival.id] = EventRow(
        id=arrival.id,
        priority=arrival.priority,
        arrived_at=arrival.received_at,
        arrival=arrival,
        status=arrival.status,
        due_at=arrival.due_at,
        # What is ignored is dealt with on receipt.
        processed_at=arrival.received_at if arrival.status is Status.IGNORED else None,
    )
    return Stored(arrival.id, is_new=True)


def _check(payload: str) -> None:
    """Refuse what is no JSON, as a JSONB column does."""
    try:
        json.loads(payload)
    except ValueError as error:
        raise UnstorableError(f"{error}") from error


def _claimed(row: EventRow, loss: Loss | None) -> ClaimedEvent:
    return ClaimedEvent(
        id=row.arrival.id,
        event_type=row.arrival.event_type,
        openphone_type=row.arrival.openphone_type,
        priority=row.priority,
        received_at=row.arrival.received_at,
        due_at=row.due_at or row.arrival.due_at,
        retry_count=row.retry_count,
        attempts_made=len(row.attempts),
        tries_alone=row.tries_alone,
        loss=loss,
        body=row.arrival.body,
        is_history=row.arrival.is_history,
    )
