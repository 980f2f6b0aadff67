"""What is counted in the queue of record, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from openphone_crm.memory.store import EventRow, Store
from openphone_crm.priority import Priority
from openphone_crm.status import QueueFigures
from openphone_crm.work_records import Status


@attrs.frozen
class MemoryFigures:
    """Counts events as long as the process lives."""

    _store: Store

    def queues(self, now: datetime) -> Mapping[Priority, QueueFigures]:
        """What is due and waits for a worker."""
        with self._store.reading() as state:
            rows = list(state.events.values())
        return {priority: _queue(rows, priority, now) for priority in Priority}

    def seconds(self, *, latest: int) -> Sequence[float]:
        """How long the latest events took."""
        with self._store.reading() as state:
            rows = [row for row in state.events.values() if not row.arrival.is_history]
        newest = sorted(rows, key=lambda row: (row.arrived_at, row.id))[-latest:]
        return sorted(
            (row.processed_at - row.arrival.due_at).total_seconds()
            for row in newest
            if row.status is Status.PROCESSED and row.processed_at
        )

    def failed(self, *, since: datetime) -> int:
        """How many events failed for good since then."""
        with self._store.reading() as state:
            return sum(row.failed_at is not None and row.failed_at >= since for row in state.events.values())


def _queue(rows: Sequence[EventRow], priority: Priority, now: datetime) -> QueueFigures:
    due = [
        row.due_at
        for row in rows
        if row.status is Status.PENDING and row.priority is priority and row.due_at and row.due_at <= now
    ]
    return QueueFigures(len(due), min(due, default=None))
