"""A queue of record in a table: claims with leases, and what became of them (port `WorkQueue`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Select, Table, case, or_, select, update

from openphone_crm.priority import Priority
from openphone_crm.work_records import Claim, Loss, Settlement, Status

from .counters import EVENTS, bump
from .counting import count
from .database import Connections
from .settling import settle

ClaimT = TypeVar("ClaimT", bound=Claim)


class SqlWorkQueue(Generic[ClaimT]):
    """Hands out rows of a table; a claim is a name and a time to live in the row."""

    def __init__(
        self,
        connections: Connections,
        table: Table,
        *,
        told: Sequence[Column[Any]],
        arrived: Column[Any],
        claimed: Callable[[Any, Loss | None], ClaimT],
    ) -> None:
        """Hand out rows of `table`: `told` are the columns that `claimed` makes a claim of."""
        self._connections = connections
        self._table = table
        self._told = told
        self._arrived = arrived
        self._claimed = claimed

    def claim(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta, limit: int
    ) -> list[ClaimT]:
        """Take what is due, oldest due first; rows that another worker is taking are passed over."""
        return self._take_due(self._due(priority, now, limit=limit), worker=worker, until=now + lease)

    def claim_alone(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta
    ) -> ClaimT | None:
        """Take one row whose lease ran out, or that is due and was taken alone before."""
        with self._connections.writing() as connection:
            for wanted in (self._lost(priority, now), self._suspect(priority, now)):
                # In two steps: who had it before is not known any more once the row is written.
                row = connection.execute(wanted.with_for_update(skip_locked=True)).first()
                if row is not None:
                    connection.execute(self._taking_alone(row.id, worker=worker, until=now + lease))
                    bump(connection, EVENTS)
                    return self._claimed(row, _loss_of(row))
        return None

    def settle_failure(self, settlement: Settlement, *, worker: str) -> None:
        """Record a failed try, if the claim is still this worker's."""
        with self._connections.writing() as connection:
            if settle(connection, self._table, [settlement], worker=worker):
                count(connection, [settlement])
                bump(connection, EVENTS)

    def release(self, ids: Collection[str], *, worker: str, due_at: datetime | None = None) -> None:
        """Give claims back untouched."""
        columns = self._table.c
        is_held = columns.id.in_(list(ids)) & self._is_processing() & (columns.claimed_by == worker)
        with self._connections.writing() as connection:
            connection.execute(
                update(self._table)
                .where(is_held)
                .values(
                    status=Status.PENDING.value,
                    due_at=columns.due_at if due_at is None else due_at,
                    tries_alone=case((columns.tries_alone > 0, columns.tries_alone - 1), else_=0),
                    claimed_by=None,
                    lease_until=None,
                )
            )
            bump(connection, EVENTS)

    def due(self, now: datetime) -> frozenset[Priority]:
        """The priorities in which something waits for a worker."""
        with self._connections.reading() as connection:
            found = {
                priority
                for priority in Priority
                if connection.execute(self._waiting(priority, now)).first() is not None
            }
        return frozenset(found)

    def _due(
        self, priority: Priority, now: datetime, *, limit: int, is_wanted: ColumnElement[bool] | None = None
    ) -> Select[Any]:
        columns = self._table.c
        due = select(columns.id).where(self._is_due(priority, now), columns.tries_alone == 0)
        if is_wanted is not None:
            due = due.where(is_wanted)
        return due.order_by(columns.due_at).limit(limit)

    def _take_due(self, due: Select[Any], *, worker: str, until: datetime) -> list[ClaimT]:
        columns = self._table.c
        taken = due.with_for_update(skip_locked=True).cte("taken")
        statement = (
            update(self._table)
            .where(columns.id.in_(select(taken.c.id)))
            .values(status=Status.PROCESSING.value, claimed_by=worker, lease_until=until)
            .returning(*self._told, columns.due_at, self._arrived.label("arrived_at"))
        )
        with self._connections.writing() as connection:
            rows = connection.execute(statement).all()
            if rows:
                bump(connection, EVENTS)
        in_order = sorted(rows, key=lambda row: (row.due_at, row.arrived_at, row.id))
        return [self._claimed(row, None) for row in in_order]

    def _lost(self, priority: Priority, now: datetime) -> Select[Any]:
        columns = self._table.c
        is_lost = self._is_processing() & (columns.lease_until < now)
        wanted = select(*self._told, columns.due_at, columns.claimed_by, columns.lease_until)
        return wanted.where(columns.priority == int(priority), is_lost).order_by(columns.lease_until).limit(1)

    def _suspect(self, priority: Priority, now: datetime) -> Select[Any]:
        columns = self._table.c
        wanted = select(*self._told, columns.due_at, columns.claimed_by, columns.lease_until)
        is_due = self._is_due(priority, now) & (columns.tries_alone > 0)
        return wanted.where(is_due).order_by(columns.due_at).limit(1)

    def _taking_alone(self, work_id: str, *, worker: str, until: datetime) -> Any:  # noqa: ANN401 - a statement
        columns = self._table.c
        return (
            update(self._table)
            .where(columns.id == work_id)
            .values(
                status=Status.PROCESSING.value,
                tries_alone=columns.tries_alone + 1,
                claimed_by=worker,
                lease_until=until,
            )
        )

    def _waiting(self, priority: Priority, now: datetime) -> Select[Any]:
        columns = self._table.c
        is_lost = self._is_processing() & (columns.lease_until < now)
        return (
            select(columns.id)
            .where(columns.priority == int(priority), or_(self._is_due(priority, now), is_lost))
            .limit(1)
        )

    def _is_due(self, priority: Priority, now: datetime) -> ColumnElement[bool]:
        columns = self._table.c
        is_pending = columns.status == Status.PENDING.value
        return is_pending & (columns.priority == int(priority)) & (columns.due_at <= now)

    def _is_processing(self) -> ColumnElement[bool]:
        return self._table.c.status == Status.PROCESSING.value


def _loss_of(row: Any) -> Loss | None:  # noqa: ANN401 - a row with the claim that it had
    if row.claimed_by is None or row.lease_until is None:
        return None
    return Loss(row.claimed_by, row.lease_until)
