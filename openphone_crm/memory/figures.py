"""What is counted in the queue of record and beside it, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from openphone_crm.failure_views import FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.memory.failures import groups_of
from openphone_crm.memory.minutes import counted_by_minute
from openphone_crm.memory.store import EventRow, Store
from openphone_crm.ports.figures import DEEPEST, MOST_DEAD
from openphone_crm.priority import Priority
from openphone_crm.rollups import Figure
from openphone_crm.status import QueueFigures
from openphone_crm.work_records import Status

_OF_INTEREST = frozenset((FailureState.OPEN, FailureState.ACKNOWLEDGED))


@attrs.frozen
class MemoryFigures:
    """Counts as long as the process lives."""

    _store: Store

    def queues(self, now: datetime) -> Mapping[Priority, QueueFigures]:
        """What is due and waits for a worker."""
        with self._store.reading() as state:
            rows = list(state.events.values())
        return {priority: _queue(rows, priority, now) for priority in Priority}

    def dead_letters(self, *, groups: int) -> Sequence[FailureGroup]:
        """The groups that somebody has to look at."""
        with self._store.reading() as state:
            found = [group for group in groups_of(state) if group.count and group.state in _OF_INTEREST]
        newest = sorted(found, key=lambda group: (group.last_seen, group.id), reverse=True)
        return [attrs.evolve(group, count=min(group.count, MOST_DEAD)) for group in newest[:groups]]

    def by_minute(self, *, since: datetime) -> Sequence[Figure]:
        """What was received, checked, paid and healed since then."""
        with self._store.reading() as state:
            return counted_by_minute(state, since)


def _queue(rows: Sequence[EventRow], priority: Priority, now: datetime) -> QueueFigures:
    due = [
        row.due_at
        for row in rows
        if row.status is Status.PENDING and row.priority is priority and row.due_at and row.due_at <= now
    ]
    return QueueFigures(min(len(due), DEEPEST), min(due, default=None))
