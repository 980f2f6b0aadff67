"""Writing down what a try at a piece of work led to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import attrs
from sqlalchemy import Connection, Table, TextClause, bindparam, func, text, update

from openphone_crm.work_records import Attempt, Settlement, Status

from .bulk import dumped
from .failing import record_failures
from .mapping import Row

_ATTEMPT = tuple(field.name for field in attrs.fields(Attempt))
# What only some attempts have: a NULL for each in every row's log would be most of the log.
_OPTIONAL = frozenset(("error_class", "message", "trace"))


def settle(connection: Connection, table: Table, settlements: Sequence[Settlement], *, worker: str) -> int:
    """Settle what this worker still has; how much it was."""
    settled = _settled(connection, table, settlements, worker)
    # What it has lost did not fail: a group that was resolved must not be opened by it.
    record_failures(connection, (settlement for settlement in settlements if settlement.id in settled))
    return len(settled)


def _settled(
    connection: Connection, table: Table, settlements: Sequence[Settlement], worker: str
) -> Collection[str]:
    if connection.dialect.name == "postgresql":
        rows = dumped([_row(settlement) for settlement in settlements])
        return set(connection.execute(_postgresql(table.name), {"rows": rows, "worker": worker}).scalars())
    return {one.id for one in settlements if _settle_sqlite(connection, table, one, worker)}


@cache
def _postgresql(name: str) -> TextClause:
    # A claim says enough: with the status beside it the planner goes through all that is being processed,
    # and through what is left in the index of thousands that were, for every row.
    return text(f"""
        UPDATE {name} AS work
        SET status = settled.status,
            processed_at = settled.processed_at,
            due_at = coalesce(settled.due_at, work.due_at),
            retry_count = settled.retry_count,
            tries_alone = settled.tries_alone,
            error_message = settled.error_message,
            attempts = work.attempts || settled.attempt,
            failure_id = coalesce(settled.failure_id, work.failure_id),
            failed_at = coalesce(settled.failed_at, work.failed_at),
            claimed_by = NULL,
            lease_until = NULL
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS settled (
            id text, status text, processed_at timestamptz, due_at timestamptz, retry_count integer,
            tries_alone smallint, error_message text, attempt jsonb, failure_id text, failed_at timestamptz
        )
        WHERE work.id = CAST(settled.id AS {"uuid" if name == "webhook_events" else "text"})
        AND work.claimed_by = :worker
        RETURNING CAST(work.id AS text)
    """)  # noqa: S608 - names of ours


@cache
def _sqlite(table: Table) -> Any:  # noqa: ANN401 - the type of a statement says nothing here
    columns = table.c

    def moment(name: str) -> Any:  # noqa: ANN401 - an expression
        return bindparam(name, type_=columns.due_at.type)

    return (
        update(table)
        .where(
            columns.id == bindparam("work_id"),
            columns.claimed_by == bindparam("worker"),
            columns.status == Status.PROCESSING.value,
        )
        .values(
            status=bindparam("new_status"),
            processed_at=moment("processed"),
            due_at=func.coalesce(moment("due"), columns.due_at),
            retry_count=bindparam("retries"),
            tries_alone=bindparam("alone"),
            error_message=bindparam("error"),
            attempts=func.json_insert(columns.attempts, "$[#]", func.json(bindparam("attempt"))),
            failure_id=func.coalesce(bindparam("failure"), columns.failure_id),
            failed_at=func.coalesce(moment("failed"), columns.failed_at),
            claimed_by=None,
            lease_until=None,
        )
    )


def _settle_sqlite(connection: Connection, table: Table, settlement: Settlement, worker: str) -> int:
    row = _row(settlement)
    parameters = {
        "work_id": row["id"],
        "worker": worker,
        "new_status": row["status"],
        "processed": row["processed_at"],
        "due": row["due_at"],
        "retries": row["retry_count"],
        "alone": row["tries_alone"],
        "error": row["error_message"],
        "attempt": dumped(row["attempt"]),
        "failure": row["failure_id"],
        "failed": row["failed_at"],
    }
    return connection.execute(_sqlite(table), parameters).rowcount


def _row(settlement: Settlement) -> Row:
    failure = settlement.final_failure
    return {
        "id": settlement.id,
        "status": settlement.status.value,
        "processed_at": settlement.processed_at,
        "due_at": settlement.due_at,
        "retry_count": settlement.retry_count,
        "tries_alone": settlement.tries_alone,
        "error_message": settlement.error_message,
        "attempt": _attempt_row(settlement.attempt),
        "failure_id": failure and failure.cause.id,
        "failed_at": failure and failure.at,
    }


def _attempt_row(attempt: Attempt) -> Row:
    # `attrs.asdict` takes longer than all the rest of settling.
    found = ((name, getattr(attempt, name)) for name in _ATTEMPT)
    return {name: value for name, value in found if value is not None or name not in _OPTIONAL}
