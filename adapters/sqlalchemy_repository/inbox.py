"""The queue of record of what was received (port `Inbox`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival, ClaimedEvent, Stored
from openphone_crm.priority import Priority
from openphone_crm.work_records import Loss

from .arrivals import store
from .database import Connections
from .tables import webhook_events as events
from .work_queue import SqlWorkQueue

_TOLD = (
    events.c.id,
    events.c.event_type,
    events.c.openphone_type,
    events.c.priority,
    events.c.received_at,
    events.c.retry_count,
    events.c.tries_alone,
    events.c.attempts,
    events.c.body,
    events.c.is_history,
)


class SqlInbox(SqlWorkQueue[ClaimedEvent]):
    """Keeps events in `webhook_events`."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        super().__init__(connections, events, told=_TOLD, arrived=events.c.received_at, claimed=_claimed)

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Store the arrivals durably, each delivery key once."""
        return store(self._connections, arrivals) if arrivals else []


def _claimed(row: Any, loss: Loss | None) -> ClaimedEvent:  # noqa: ANN401 - a row of _TOLD
    return ClaimedEvent(
        id=EventId(row.id),
        event_type=row.event_type,
        openphone_type=row.openphone_type,
        priority=Priority(row.priority),
        received_at=row.received_at,
        due_at=row.due_at,
        retry_count=row.retry_count,
        attempts_made=len(row.attempts),
        tries_alone=row.tries_alone,
        loss=loss,
        body=row.body,
        is_history=row.is_history,
    )
