"""Making dead letters work to be done again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from openphone_crm.priority import Priority
from openphone_crm.work_records import Status

from .tables import webhook_events as events


def revive(connection: Connection, ids: Collection[str], *, now: datetime) -> frozenset[Priority]:
    """Make the dead letters among these events pending and due; the priorities of those that were some."""
    is_dead = events.c.id.in_(list(ids)) & (events.c.status == Status.FAILED.value)
    # Locked in one order everywhere, so that two jobs over the same events never wait in a circle.
    dead = select(events.c.id).where(is_dead).order_by(events.c.id).with_for_update().cte("dead")
    statement = (
        update(events)
        .where(events.c.id.in_(select(dead.c.id)))
        .values(status=Status.PENDING.value, due_at=now, retry_count=0, tries_alone=0)
        .returning(events.c.priority)
    )
    return frozenset(map(Priority, connection.execute(statement).scalars()))
