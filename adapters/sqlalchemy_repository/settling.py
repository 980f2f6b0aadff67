"""Writing down what a try at an event led to."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from sqlalchemy import Connection, bindparam, func, text, update

from openphone_crm.inbox_records import Attempt, EventStatus, Settlement

from .bulk import dumped
from .mapping import Row
from .tables import webhook_events as events

_ATTEMPT = tuple(field.name for field in attrs.fields(Attempt))

# A claim says enough: with the status beside it the planner goes through all that is being processed, and
# through what is left in the index of thousands that were, for every row.
_POSTGRESQL = text("""
    UPDATE webhook_events AS event
    SET status = settled.status,
        processed_at = settled.processed_at,
        due_at = coalesce(settled.due_at, event.due_at),
        retry_count = settled.retry_count,
        error_message = settled.error_message,
        attempts = event.attempts || settled.attempt,
        claimed_by = NULL,
        lease_until = NULL
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS settled (
        id uuid, status text, processed_at timestamptz, due_at timestamptz,
        retry_count integer, error_message text, attempt jsonb
    )
    WHERE event.id = settled.id AND event.claimed_by = :worker
""")
_SQLITE = (
    update(events)
    .where(
        events.c.id == bindparam("event_id"),
        events.c.claimed_by == bindparam("worker"),
        events.c.status == EventStatus.PROCESSING.value,
    )
    .values(
        status=bindparam("new_status"),
        processed_at=bindparam("processed", type_=events.c.processed_at.type),
        due_at=func.coalesce(bindparam("due", type_=events.c.due_at.type), events.c.due_at),
        retry_count=bindparam("retries"),
        error_message=bindparam("error"),
        attempts=func.json_insert(events.c.attempts, "$[#]", func.json(bindparam("attempt"))),
        claimed_by=None,
        lease_until=None,
    )
)


def settle(connection: Connection, settlements: Sequence[Settlement], *, worker: str) -> int:
    """Settle the events that this worker still has; how many they were."""
    if connection.dialect.name == "postgresql":
        rows = dumped([_row(settlement) for settlement in settlements])
        return connection.execute(_POSTGRESQL, {"rows": rows, "worker": worker}).rowcount
    return sum(_settle_sqlite(connection, settlement, worker) for settlement in settlements)


def _settle_sqlite(connection: Connection, settlement: Settlement, worker: str) -> int:
    parameters = {
        "event_id": settlement.event_id,
        "worker": worker,
        "new_status": settlement.status.value,
        "processed": settlement.processed_at,
        "due": settlement.due_at,
        "retries": settlement.retry_count,
        "error": settlement.error_message,
        "attempt": dumped(_attempt_row(settlement.attempt)),
    }
    return connection.execute(_SQLITE, parameters).rowcount


def _row(settlement: Settlement) -> Row:
    return {
        "id": settlement.event_id,
        "status": settlement.status.value,
        "processed_at": settlement.processed_at,
        "due_at": settlement.due_at,
        "retry_count": settlement.retry_count,
        "error_message": settlement.error_message,
        "attempt": _attempt_row(settlement.attempt),
    }


def _attempt_row(attempt: Attempt) -> Row:
    # `attrs.asdict` takes longer than all the rest of settling.
    return {name: getattr(attempt, name) for name in _ATTEMPT}
