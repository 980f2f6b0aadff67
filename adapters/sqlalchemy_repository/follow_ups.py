"""The queue of record of follow-up work (port `FollowUps`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, update

from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp
from openphone_crm.ids import FollowUpId
from openphone_crm.priority import Priority
from openphone_crm.work_records import Loss, Settlement, Status

from .bulk import Upsert
from .counters import EVENTS, bump
from .database import Connections
from .mapping import Row, row_of
from .tables import follow_ups
from .work_queue import SqlWorkQueue

_TOLD = (
    follow_ups.c.id,
    follow_ups.c.kind,
    follow_ups.c.subject,
    follow_ups.c.details,
    follow_ups.c.priority,
    follow_ups.c.created_at,
    follow_ups.c.retry_count,
    follow_ups.c.tries_alone,
    follow_ups.c.attempts,
    follow_ups.c.first_put_off_to,
)
_AS_IF_NEW: Final = (
    "status",
    "details",
    "created_at",
    "processed_at",
    "retry_count",
    "first_put_off_to",
)
_DUE: Final = """
    CASE WHEN follow_ups.status = 'ignored'
        OR (follow_ups.status = 'pending' AND excluded.due_at < follow_ups.due_at)
    THEN excluded.due_at ELSE follow_ups.due_at END
"""


def _anew(column: str) -> str:
    """What was asked for now, where there was nothing to do before."""
    wanted = f"CASE WHEN follow_ups.status = 'ignored' THEN excluded.{column}"
    return f"{wanted} ELSE follow_ups.{column} END"


def _asked(column: str, value: str) -> str:
    """What was asked for while somebody works on it: the earliest of it."""
    is_earliest = "coalesce(excluded.due_at < follow_ups.asked_due_at, 1 = 1)"
    wanted = f"CASE WHEN follow_ups.status = 'processing' AND {is_earliest} THEN excluded.{value}"
    return f"{wanted} ELSE follow_ups.{column} END"


_SPECIAL: Final = {
    **{name: _anew(name) for name in _AS_IF_NEW},
    "due_at": _DUE,
    "asked_at": _asked("asked_at", "created_at"),
    "asked_due_at": _asked("asked_due_at", "due_at"),
}
_add = Upsert(
    follow_ups,
    update=tuple(_SPECIAL),
    special=_SPECIAL,
    only_where="follow_ups.status IN ('pending', 'processing', 'ignored')",
)
_NOT_ASKED: Final = {"asked_at": None, "asked_due_at": None}


class SqlFollowUps(SqlWorkQueue[ClaimedFollowUp]):
    """Keeps follow-ups in a table of their own."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        super().__init__(
            connections, follow_ups, told=_TOLD, arrived=follow_ups.c.created_at, claimed=_claimed
        )

    def add(self, new: Sequence[FollowUp]) -> None:
        """Add what is new."""
        with self._connections.writing() as connection:
            save_follow_ups(connection, new)
            bump(connection, EVENTS)

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
        is_wanted = follow_ups.c.kind.not_in(sorted(but_not)) if but_not else None
        return self._take_due(
            self._due(priority, now, limit=limit, is_wanted=is_wanted), worker=worker, until=now + lease
        )

    def release(self, ids: Collection[str], *, worker: str, due_at: datetime | None = None) -> None:
        """Give claims back; put off no longer than it was asked for meanwhile."""
        super().release(ids, worker=worker, due_at=due_at)
        if due_at is not None:
            # After it, and not with it: should the process end in between, it is done later, but done.
            with self._connections.writing() as connection:
                _remember_first(connection, ids, due_at)
                _bring_forward(connection, ids)


def save_follow_ups(connection: Connection, new: Iterable[FollowUp]) -> None:
    """Add what is new; what is known becomes due earlier, or is done anew when there was nothing to do."""
    by_id: dict[str, FollowUp] = {}
    for follow_up in new:
        known = by_id.get(follow_up.id)
        if known is None or follow_up.due_at < known.due_at:
            by_id[follow_up.id] = follow_up
    _add(connection, map(_row, by_id.values()))


def take_up_again(connection: Connection, settlements: Iterable[Settlement]) -> None:
    """Have what found nothing to do done anew when it was asked for meanwhile."""
    ignored = [settlement.id for settlement in settlements if settlement.status is Status.IGNORED]
    if ignored:
        anew = {
            "status": Status.PENDING.value,
            "due_at": follow_ups.c.asked_due_at,
            "created_at": follow_ups.c.asked_at,
            "processed_at": None,
            "retry_count": 0,
            "first_put_off_to": None,
        }
        connection.execute(update(follow_ups).where(_was_asked(ignored)).values(anew | _NOT_ASKED))


def _remember_first(connection: Connection, ids: Collection[str], due_at: datetime) -> None:
    columns = follow_ups.c
    is_first = columns.id.in_(list(ids)) & columns.first_put_off_to.is_(None)
    waits = columns.status == Status.PENDING.value
    connection.execute(update(follow_ups).where(is_first, waits).values(first_put_off_to=due_at))


def _bring_forward(connection: Connection, ids: Collection[str]) -> None:
    due_at, asked = follow_ups.c.due_at, follow_ups.c.asked_due_at
    waits = follow_ups.c.status == Status.PENDING.value
    earlier = {"due_at": case((asked < due_at, asked), else_=due_at)}
    connection.execute(update(follow_ups).where(_was_asked(ids), waits).values(earlier | _NOT_ASKED))


def _was_asked(ids: Collection[str]) -> ColumnElement[bool]:
    return follow_ups.c.id.in_(list(ids)) & follow_ups.c.asked_due_at.is_not(None)


def _row(follow_up: FollowUp) -> Row:
    # All columns: those that a statement leaves out would be NULL on PostgreSQL, not their default.
    return {
        **row_of(follow_up),
        "priority": int(follow_up.priority),
        "status": Status.PENDING.value,
        "retry_count": 0,
        "tries_alone": 0,
        "attempts": [],
        "processed_at": None,
        "first_put_off_to": None,
        **_NOT_ASKED,
    }


def _claimed(row: Any, loss: Loss | None) -> ClaimedFollowUp:  # noqa: ANN401 - a row of _TOLD
    return ClaimedFollowUp(
        id=FollowUpId(row.id),
        kind=row.kind,
        subject=row.subject,
        details=row.details,
        priority=Priority(row.priority),
        created_at=row.created_at,
        retry_count=row.retry_count,
        attempts_made=len(row.attempts),
        last_error=row.attempts[-1].get("error_class") if row.attempts else None,
        first_put_off_to=row.first_put_off_to,
        tries_alone=row.tries_alone,
        loss=loss,
    )
