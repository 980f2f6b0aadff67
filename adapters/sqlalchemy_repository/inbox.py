"""The queue of record: claims with leases, and what became of them (port `Inbox`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, update

from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival, ClaimedEvent, EventStatus, Settlement, Stored
from openphone_crm.priority import Priority

from .arrivals import store
from .counters import EVENTS, bump
from .database import Connections
from .settling import settle
from .tables import webhook_events as events

_CLAIMED = (
    events.c.id,
    events.c.event_type,
    events.c.openphone_type,
    events.c.priority,
    events.c.received_at,
    events.c.due_at,
    events.c.retry_count,
    events.c.attempts,
    events.c.body,
)


class SqlInbox:
    """Keeps events in `webhook_events`; a claim is a name and a time to live in the event's row."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Store the arrivals durably, each delivery key once."""
        return store(self._connections, arrivals) if arrivals else []

    def claim(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta, limit: int
    ) -> list[ClaimedEvent]:
        """Take what is due, oldest due first; rows that another worker is taking are passed over."""
        due = (
            select(events.c.id)
            .where(_is_pending(), events.c.priority == int(priority), events.c.due_at <= now)
            .order_by(events.c.due_at)
            .limit(limit)
        )
        return self._claim(due, worker=worker, until=now + lease)

    def claim_lost(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta
    ) -> ClaimedEvent | None:
        """Take one event whose lease ran out."""
        lost = (
            select(events.c.id)
            .where(_is_processing(), events.c.priority == int(priority), events.c.lease_until < now)
            .order_by(events.c.lease_until)
            .limit(1)
        )
        return next(iter(self._claim(lost, worker=worker, until=now + lease)), None)

    def settle_failure(self, settlement: Settlement, *, worker: str) -> None:
        """Record a failed try, if the claim is still this worker's."""
        with self._connections.writing() as connection:
            settle(connection, [settlement], worker=worker)
            bump(connection, EVENTS)

    def release(self, claimed: Collection[EventId], *, worker: str) -> None:
        """Give claims back untouched."""
        with self._connections.writing() as connection:
            connection.execute(
                update(events)
                .where(among_ids(events.c.id, claimed), _is_processing(), events.c.claimed_by == worker)
                .values(status=EventStatus.PENDING.value, claimed_by=None, lease_until=None)
            )
            bump(connection, EVENTS)

    def due(self, now: datetime) -> frozenset[Priority]:
        """The priorities in which something waits for a worker."""
        with self._connections.reading() as connection:
            found = {
                priority
                for priority in Priority
                if connection.execute(_waiting(priority, now)).first() is not None
            }
        return frozenset(found)

    def _claim(self, wanted: Select[Any], *, worker: str, until: datetime) -> list[ClaimedEvent]:
        taken = wanted.with_for_update(skip_locked=True).cte("taken")
        statement = (
            update(events)
            .where(events.c.id.in_(select(taken.c.id)))
            .values(status=EventStatus.PROCESSING.value, claimed_by=worker, lease_until=until)
            .returning(*_CLAIMED)
        )
        with self._connections.writing() as connection:
            rows = connection.execute(statement).all()
            if rows:
                bump(connection, EVENTS)
        return [_claimed(row) for row in sorted(rows, key=lambda row: (row.due_at, row.received_at, row.id))]


def among_ids(column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    """Whether an id is one of these few."""
    return column.in_(list(ids))


def _is_pending() -> ColumnElement[bool]:
    return events.c.status == EventStatus.PENDING.value


def _is_processing() -> ColumnElement[bool]:
    return events.c.status == EventStatus.PROCESSING.value


def _waiting(priority: Priority, now: datetime) -> Select[Any]:
    is_due = _is_pending() & (events.c.due_at <= now)
    is_lost = _is_processing() & (events.c.lease_until < now)
    return select(events.c.id).where(events.c.priority == int(priority), or_(is_due, is_lost)).limit(1)


def _claimed(row: Any) -> ClaimedEvent:  # noqa: ANN401 - a row of _CLAIMED
    return ClaimedEvent(
        id=EventId(row.id),
        event_type=row.event_type,
        openphone_type=row.openphone_type,
        priority=Priority(row.priority),
        received_at=row.received_at,
        retry_count=row.retry_count,
        attempts_made=len(row.attempts),
        body=row.body,
    )
