"""A queue of record, in memory: what events and follow-ups have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import attrs

from openphone_crm.counting import figures_of
from openphone_crm.errors import LeaseLostError
from openphone_crm.memory.counting import count
from openphone_crm.memory.failing import record_failure
from openphone_crm.memory.store import EVENTS, State, Store, WorkRow
from openphone_crm.priority import Priority
from openphone_crm.work_records import Claim, Loss, Settlement, Status

RowT = TypeVar("RowT", bound=WorkRow)
ClaimT = TypeVar("ClaimT", bound=Claim)

Rows = Callable[[State], dict[str, RowT]]


class MemoryWorkQueue(Generic[RowT, ClaimT]):
    """Hands out rows of one dict of the state."""

    def __init__(
        self, store: Store, rows: Rows[RowT], claimed: Callable[[RowT, Loss | None], ClaimT]
    ) -> None:
        self._store = store
        self._rows = rows
        self._claimed = claimed

    def claim(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta, limit: int
    ) -> list[ClaimT]:
        """Take what is due, oldest due first."""
        return self._take_due(priority, worker=worker, now=now, lease=lease, limit=limit)

    def claim_alone(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta
    ) -> ClaimT | None:
        """Take one row whose lease ran out, or that is due and was taken alone before."""
        with self._store.writing() as state:
            rows = _oldest_first(self._rows(state).values(), priority)
            row = next((row for row in rows if _is_for_one(row, now)), None)
            if row is None:
                return None
            alone = attrs.evolve(row, tries_alone=row.tries_alone + 1)
            self._take(alone, state, worker=worker, until=now + lease)
            return self._claimed(row, _loss_of(row))

    def settle_failure(self, settlement: Settlement, *, worker: str) -> None:
        """Record a failed try, unless another worker has the work by now."""
        with self._store.writing() as state:
            rows = self._rows(state)
            if _is_held(settlement.id, rows, worker=worker):
                record(settlement, rows, state)
                state.count(EVENTS)

    def release(self, ids: Collection[str], *, worker: str, due_at: datetime | None = None) -> None:
        """Give back what the worker still has of these."""
        with self._store.writing() as state:
            rows = self._rows(state)
            held = [work_id for work_id in ids if _is_held(work_id, rows, worker=worker)]
            for work_id in held:
                row = rows[work_id]
                tries_alone = max(row.tries_alone - 1, 0)
                rows[work_id] = attrs.evolve(
                    row,
                    status=Status.PENDING,
                    due_at=due_at or row.due_at,
                    tries_alone=tries_alone,
                    claimed_by=None,
                    lease_until=None,
                )
            if held:
                state.count(EVENTS)

    def due(self, now: datetime) -> frozenset[Priority]:
        """The priorities in which something is due, or was lost by its worker."""
        with self._store.reading() as state:
            waiting = (row for row in self._rows(state).values() if _is_due(row, now) or _is_lost(row, now))
            return frozenset(row.priority for row in waiting)

    def _take_due(  # noqa: PLR0913 - what a claim says, and what is wanted of it
        self,
        priority: Priority,
        *,
        worker: str,
        now: datetime,
        lease: timedelta,
        limit: int,
        is_wanted: Callable[[RowT], bool] = lambda _: True,
    ) -> list[ClaimT]:
        with self._store.writing() as state:
            rows = _oldest_first(self._rows(state).values(), priority)
            due = [row for row in rows if _is_due(row, now) and not row.tries_alone and is_wanted(row)]
            for row in due[:limit]:
                self._take(row, state, worker=worker, until=now + lease)
            return [self._claimed(row, None) for row in due[:limit]]

    def _take(self, row: RowT, state: State, *, worker: str, until: datetime) -> None:
        taken = attrs.evolve(row, status=Status.PROCESSING, claimed_by=worker, lease_until=until)
        self._rows(state)[row.id] = taken
        state.count(EVENTS)


def settle(settlements: Iterable[Settlement], rows: dict[str, RowT], state: State, *, worker: str) -> None:
    """
    Record what became of claimed work.

    Raises:
        LeaseLostError: When the worker no longer has some of it.
    """
    for settlement in settlements:
        if not _is_held(settlement.id, rows, worker=worker):
            raise LeaseLostError(worker)
        record(settlement, rows, state)
    state.count(EVENTS)


def record(settlement: Settlement, rows: dict[str, RowT], state: State) -> None:
    """Write down what became of a try, and give the claim back."""
    row = rows[settlement.id]
    count(figures_of([settlement]), state)
    rows[settlement.id] = attrs.evolve(
        row,
        status=settlement.status,
        due_at=settlement.due_at,
        retry_count=settlement.retry_count,
        tries_alone=settlement.tries_alone,
        processed_at=settlement.processed_at,
        error_message=settlement.error_message,
        attempts=(*row.attempts, settlement.attempt),
        claimed_by=None,
        lease_until=None,
        **record_failure(settlement, state),
    )


def _is_held(work_id: str, rows: dict[str, RowT], *, worker: str) -> bool:
    row = rows.get(work_id)
    return row is not None and row.status is Status.PROCESSING and row.claimed_by == worker


def _oldest_first(rows: Iterable[RowT], priority: Priority) -> Sequence[RowT]:
    waiting = [row for row in rows if row.due_at is not None and row.priority is priority]
    return sorted(waiting, key=lambda row: (row.due_at, row.arrived_at, row.id))


def _is_due(row: WorkRow, now: datetime) -> bool:
    return row.status is Status.PENDING and row.due_at is not None and row.due_at <= now


def _is_lost(row: WorkRow, now: datetime) -> bool:
    return row.status is Status.PROCESSING and row.lease_until is not None and row.lease_until < now


def _is_for_one(row: WorkRow, now: datetime) -> bool:
    return _is_lost(row, now) or (_is_due(row, now) and row.tries_alone > 0)


def _loss_of(row: WorkRow) -> Loss | None:
    if row.claimed_by is None or row.lease_until is None:
        return None
    return Loss(row.claimed_by, row.lease_until)
