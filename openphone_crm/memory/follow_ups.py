"""The queue of record of follow-up work, in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import assert_never

import attrs

from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp
from openphone_crm.memory.store import FollowUpRow, State, Store
from openphone_crm.memory.work_queue import MemoryWorkQueue
from openphone_crm.priority import Priority
from openphone_crm.work_records import Loss, Settlement, Status


class MemoryFollowUps(MemoryWorkQueue[FollowUpRow, ClaimedFollowUp]):
    """Keeps follow-ups as long as the process lives."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, lambda state: state.follow_ups, _claimed)

    def add(self, follow_ups: Sequence[FollowUp]) -> None:
        """Add what is new."""
        with self._store.writing() as state:
            save_follow_ups(follow_ups, state)

    def claim(  # noqa: PLR0913 - as the port has it
        self,
        priority: Priority,
        *,
        worker: str,
        now: datetime,
        lease: timedelta,
        limit: int,
        but_not: Collection[str] = (),
    ) -> list[ClaimedFollowUp]:
        """Take what is due, oldest due first, and nothing of some kinds."""
        return self._take_due(
            priority,
            worker=worker,
            now=now,
            lease=lease,
            limit=limit,
            is_wanted=lambda row: row.follow_up.kind not in but_not,
        )

    def release(self, ids: Collection[str], *, worker: str, due_at: datetime | None = None) -> None:
        """Give back what the worker still has; put off no longer than it was asked for meanwhile."""
        with self._store.writing() as state:
            super().release(ids, worker=worker, due_at=due_at)
            if due_at is not None:
                _remember_first(ids, due_at, state)
                _bring_forward(ids, state)


def save_follow_ups(follow_ups: Iterable[FollowUp], state: State) -> None:
    """Add what is new; what is known becomes due earlier, or is done anew when there was nothing to do."""
    for follow_up in follow_ups:
        known = state.follow_ups.get(follow_up.id)
        state.follow_ups[follow_up.id] = _row(follow_up) if known is None else _asked(known, follow_up)


def take_up_again(settlements: Iterable[Settlement], state: State) -> None:
    """Have what found nothing to do done anew when it was asked for meanwhile."""
    for settlement in settlements:
        row = state.follow_ups[settlement.id]
        if row.status is Status.IGNORED and row.asked is not None:
            state.follow_ups[row.id] = _anew(row, row.asked)


def _asked(known: FollowUpRow, again: FollowUp) -> FollowUpRow:
    match known.status:
        case Status.PENDING:
            return attrs.evolve(known, due_at=min(known.due_at or again.due_at, again.due_at))
        case Status.PROCESSING:
            asked = known.asked
            is_earliest = asked is None or again.due_at < asked.due_at
            # What it says stays as its worker was told it.
            mark = attrs.evolve(again, details=known.follow_up.details)
            return attrs.evolve(known, asked=mark) if is_earliest else known
        case Status.IGNORED:
            return _anew(known, again)
        case Status.PROCESSED | Status.FAILED:
            return known
        case _:
            assert_never(known.status)


def _anew(row: FollowUpRow, asked: FollowUp) -> FollowUpRow:
    return attrs.evolve(_row(asked), attempts=row.attempts)


def _remember_first(ids: Iterable[str], due_at: datetime, state: State) -> None:
    for row in filter(None, map(state.follow_ups.get, ids)):
        if row.status is Status.PENDING and row.first_put_off_to is None:
            state.follow_ups[row.id] = attrs.evolve(row, first_put_off_to=due_at)


def _bring_forward(ids: Iterable[str], state: State) -> None:
    for row in filter(None, map(state.follow_ups.get, ids)):
        if row.status is Status.PENDING and row.asked is not None:
            due_at = min(row.due_at or row.asked.due_at, row.asked.due_at)
            state.follow_ups[row.id] = attrs.evolve(row, due_at=due_at, asked=None)


def _row(follow_up: FollowUp) -> FollowUpRow:
    return FollowUpRow(
        id=follow_up.id,
        priority=follow_up.priority,
        arrived_at=follow_up.created_at,
        status=Status.PENDING,
        due_at=follow_up.due_at,
        follow_up=follow_up,
    )


def _claimed(row: FollowUpRow, loss: Loss | None) -> ClaimedFollowUp:
    follow_up = row.follow_up
    return ClaimedFollowUp(
        id=follow_up.id,
        kind=follow_up.kind,
        subject=follow_up.subject,
        priority=row.priority,
        created_at=follow_up.created_at,
        details=follow_up.details,
        retry_count=row.retry_count,
        attempts_made=len(row.attempts),
        last_error=row.attempts[-1].error_class if row.attempts else None,
        first_put_off_to=row.first_put_off_to,
        tries_alone=row.tries_alone,
        loss=loss,
    )
