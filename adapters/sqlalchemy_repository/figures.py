"""What is counted in the queue of record (port `Figures`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import case, func, select, text

from openphone_crm.priority import Priority
from openphone_crm.status import QueueFigures
from openphone_crm.work_records import Status

from .database import Connections
from .tables import webhook_events

_events = webhook_events.c
# In the words of its index, so that SQLite uses it too.
_IS_TOLD = text("is_history = false")
# Tried again, an event is due anew; what it took began with its receipt all the same.
_began = case((_events.retry_count > 0, _events.received_at), else_=_events.due_at).label("began_at")


class SqlFigures:
    """Counts in `webhook_events`, by indexes that hold only what is left to do, or the latest of it."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def queues(self, now: datetime) -> Mapping[Priority, QueueFigures]:
        """What is due and waits for a worker."""
        query = (
            select(_events.priority, func.count(), func.min(_events.due_at))
            .where(_events.status == Status.PENDING.value, _events.due_at <= now)
            .group_by(_events.priority)
        )
        with self._connections.reading() as connection:
            rows = connection.execute(query).all()
        found = {Priority(priority): QueueFigures(depth, oldest) for priority, depth, oldest in rows}
        return {priority: found.get(priority, QueueFigures()) for priority in Priority}

    def seconds(self, *, latest: int) -> Sequence[float]:
        """How long the latest events took."""
        newest = (
            select(_events.status, _began, _events.processed_at)
            .where(_IS_TOLD)
            .order_by(_events.received_at.desc(), _events.id.desc())
            .limit(latest)
        )
        with self._connections.reading() as connection:
            rows = connection.execute(newest).all()
        return sorted(
            (row.processed_at - row.began_at).total_seconds()
            for row in rows
            if row.status == Status.PROCESSED.value and row.processed_at
        )

    def failed(self, *, since: datetime) -> int:
        """How many events failed for good since then."""
        # Failed ones have an index of their own, by their group.
        has_failed = _events.failure_id.is_not(None) & (_events.failed_at >= since)
        with self._connections.reading() as connection:
            return connection.execute(select(func.count()).where(has_failed)).scalar_one()
