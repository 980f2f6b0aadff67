"""The queue of record, in memory."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import LeaseLostError, UnstorableError
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival, ClaimedEvent, EventStatus, Settlement, Stored
from openphone_crm.memory.store import EVENTS, EventRow, State, Store
from openphone_crm.priority import Priority


class MemoryInbox:
    """Keeps deliveries as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Store what has a new delivery key; refuse it all when a payload is no JSON for a database."""
        with self._store.writing() as state:
            before = len(state.events)
            stored = [_added(arrival, state) for arrival in arrivals]
            if len(state.events) > before:
                state.count(EVENTS)
            return stored

    def claim(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta, limit: int
    ) -> list[ClaimedEvent]:
        """Take what is due, oldest due first."""
        with self._store.writing() as state:
            due = [row for row in _oldest_first(state) if _is_due(row, now) and _is_of(row, priority)]
            return _claimed(due[:limit], state, worker=worker, until=now + lease)

    def claim_lost(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta
    ) -> ClaimedEvent | None:
        """Take one event whose lease ran out."""
        with self._store.writing() as state:
            lost = [row for row in _oldest_first(state) if _is_lost(row, now) and _is_of(row, priority)]
            return next(iter(_claimed(lost[:1], state, worker=worker, until=now + lease)), None)

    def settle_failure(self, settlement: Settlement, *, worker: str) -> None:
        """Record a failed try, unless another worker has the event by now."""
        with self._store.writing() as state:
            if is_held(settlement.event_id, state, worker=worker):
                record(settlement, state)
                state.count(EVENTS)

    def release(self, events: Collection[EventId], *, worker: str) -> None:
        """Give back those of the events that the worker still has."""
        with self._store.writing() as state:
            held = [event_id for event_id in events if is_held(event_id, state, worker=worker)]
            for event_id in held:
                state.events[event_id] = attrs.evolve(
                    state.events[event_id], status=EventStatus.PENDING, claimed_by=None, lease_until=None
                )
            if held:
                state.count(EVENTS)

    def due(self, now: datetime) -> frozenset[Priority]:
        """The priorities in which something is due, or was lost by its worker."""
        with self._store.reading() as state:
            waiting = (row for row in state.events.values() if _is_due(row, now) or _is_lost(row, now))
            return frozenset(row.arrival.priority for row in waiting)


def settle(settlements: Iterable[Settlement], state: State, *, worker: str) -> None:
    """
    Record what became of claimed events.

    Raises:
        LeaseLostError: When the worker no longer has one of them.
    """
    for settlement in settlements:
        if not is_held(settlement.event_id, state, worker=worker):
            raise LeaseLostError(worker)
        record(settlement, state)
    state.count(EVENTS)


def is_held(event_id: EventId, state: State, *, worker: str) -> bool:
    """Whether the event is still this worker's."""
    row = state.events.get(event_id)
    return row is not None and row.status is EventStatus.PROCESSING and row.claimed_by == worker


def record(settlement: Settlement, state: State) -> None:
    """Write down what became of a try, and give the claim back."""
    row = state.events[settlement.event_id]
    state.events[settlement.event_id] = attrs.evolve(
        row,
        status=settlement.status,
        due_at=settlement.due_at,
        retry_count=settlement.retry_count,
        processed_at=settlement.processed_at,
        error_message=settlement.error_message,
        attempts=(*row.attempts, settlement.attempt),
        claimed_by=None,
        lease_until=None,
    )


def _added(arrival: Arrival, state: State) -> Stored:
    first = state.delivery_keys.setdefault(arrival.delivery_key, arrival.id)
    if first != arrival.id or arrival.id in state.events:
        return Stored(first, is_new=False)
    _check(arrival.payload)
    state.events[arrival.id] = EventRow(
        arrival=arrival,
        status=arrival.status,
        due_at=arrival.due_at,
        # What is ignored is dealt with on receipt.
        processed_at=arrival.received_at if arrival.status is EventStatus.IGNORED else None,
    )
    return Stored(arrival.id, is_new=True)


def _check(payload: str) -> None:
    """Refuse what is no JSON, as a JSONB column does."""
    try:
        json.loads(payload)
    except ValueError as error:
        raise UnstorableError(f"{error}") from error


def _oldest_first(state: State) -> list[EventRow]:
    waiting = [row for row in state.events.values() if row.due_at is not None]
    return sorted(waiting, key=lambda row: (row.due_at, row.arrival.received_at, row.arrival.id))


def _is_of(row: EventRow, priority: Priority) -> bool:
    return row.arrival.priority is priority


def _is_due(row: EventRow, now: datetime) -> bool:
    return row.status is EventStatus.PENDING and row.due_at is not None and row.due_at <= now


def _is_lost(row: EventRow, now: datetime) -> bool:
    return row.status is EventStatus.PROCESSING and row.lease_until is not None and row.lease_until <= now


def _claimed(rows: Sequence[EventRow], state: State, *, worker: str, until: datetime) -> list[ClaimedEvent]:
    for row in rows:
        state.events[row.arrival.id] = attrs.evolve(
            row, status=EventStatus.PROCESSING, claimed_by=worker, lease_until=until
        )
    if rows:
        state.count(EVENTS)
    return [_as_claimed(row) for row in rows]


def _as_claimed(row: EventRow) -> ClaimedEvent:
    return ClaimedEvent(
        id=row.arrival.id,
        event_type=row.arrival.event_type,
        openphone_type=row.arrival.openphone_type,
        priority=row.arrival.priority,
        received_at=row.arrival.received_at,
        retry_count=row.retry_count,
        attempts_made=len(row.attempts),
        body=row.arrival.body,
    )
