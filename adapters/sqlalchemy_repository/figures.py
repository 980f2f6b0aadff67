"""What is counted in the queue of record and beside it (port `Figures`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ScalarSelect, Select, Table, func, literal, select, union_all

from openphone_crm.failure_views import FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ports.figures import DEEPEST, MOST_DEAD
from openphone_crm.priority import Priority
from openphone_crm.rollups import Figure
from openphone_crm.status import QueueFigures
from openphone_crm.work_records import Status

from .database import Connections
from .failure_groups import group_of
from .minutes import counted_by_minute
from .tables import failure_groups, follow_ups, webhook_events

_events = webhook_events.c
_OF_INTEREST: Final = (FailureState.OPEN.value, FailureState.ACKNOWLEDGED.value)


class SqlFigures:
    """Counts by indexes that hold only what is left to do, what failed, or the latest."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def queues(self, now: datetime) -> Mapping[Priority, QueueFigures]:
        """What is due and waits for a worker."""
        query = union_all(*(_queue(priority, now) for priority in Priority))
        with self._connections.reading() as connection:
            rows = connection.execute(query).all()
        return {Priority(priority): QueueFigures(depth, oldest) for priority, depth, oldest in rows}

    def dead_letters(self, *, groups: int) -> list[FailureGroup]:
        """The groups that somebody has to look at."""
        size = (_dead(webhook_events) + _dead(follow_ups)).label("size")
        found = select(failure_groups, size).where(failure_groups.c.state.in_(_OF_INTEREST)).subquery()
        newest = (found.c.last_seen.desc(), found.c.id.desc())
        query = select(found).where(found.c.size > 0).order_by(*newest).limit(groups)
        with self._connections.reading() as connection:
            return [group_of(row) for row in connection.execute(query)]

    def by_minute(self, *, since: datetime) -> list[Figure]:
        """What was received, checked, paid and healed since then."""
        with self._connections.reading() as connection:
            return counted_by_minute(connection, since)


def _queue(priority: Priority, now: datetime) -> Select[int, int, Any]:
    is_due = (_events.status == Status.PENDING.value) & (_events.due_at <= now)
    due = (
        select(_events.due_at)
        .where(is_due, _events.priority == int(priority))
        .order_by(_events.due_at)
        .limit(DEEPEST)
        .subquery()
    )
    return select(literal(int(priority)), func.count(), func.min(due.c.due_at)).select_from(due)


def _dead(table: Table) -> ScalarSelect[int]:
    is_dead = (table.c.status == Status.FAILED.value) & (table.c.failure_id == failure_groups.c.id)
    few = select(literal(1)).where(is_dead).limit(MOST_DEAD).correlate(failure_groups).subquery()
    return select(func.count()).select_from(few).scalar_subquery()
