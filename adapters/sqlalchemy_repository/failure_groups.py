"""Looking at groups of dead letters, and keeping what people make of them (port `Failures`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Table, and_, func, or_, select, union_all, update

from openphone_crm.audit import AuditEntry
from openphone_crm.failure_views import FailureFilter, FailureGroup
from openphone_crm.failures import FailureCause, FailureState
from openphone_crm.ids import FailureId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable
from openphone_crm.work_records import Status

from .audit import save_audit
from .counters import EVENTS, bump
from .database import Connections
from .paging import newest_first, page_of, paged
from .tables import failure_groups as groups
from .tables import follow_ups, webhook_events


class SqlFailures:
    """Counts what is failed at the moment when somebody looks, so that no figure can go astray."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def find(self, wanted: FailureFilter, page: PageRequest) -> Page[FailureGroup]:
        """Groups by when they were last seen, newest first."""
        left = _left()
        query = _groups(left)
        if wanted.state is not None:
            query = query.where(_is_shown_as(wanted.state, left))
        query = newest_first(query, groups.c.last_seen, groups.c.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).all()
        rows, following = paged(found, page, position=lambda row: Position(row.last_seen, row.id))
        return page_of([group_of(row) for row in rows], following)

    def get(self, failure_id: FailureId) -> FailureGroup | None:
        """One group."""
        query = _groups(_left(failure_id)).where(groups.c.id == storable(failure_id))
        with self._connections.reading() as connection:
            row = connection.execute(query).first()
        return group_of(row) if row else None

    def decide(self, failure_id: FailureId, state: FailureState, entry: AuditEntry) -> bool:
        """Keep what people make of a group, and the entry about it, in one transaction."""
        statement = (
            update(groups)
            .where(groups.c.id == storable(failure_id), groups.c.state != state.value)
            .values(state=state.value)
        )
        with self._connections.writing() as connection:
            if not connection.execute(statement).rowcount:
                return False
            save_audit(connection, entry)
            bump(connection, EVENTS)
            return True

    def retry_follow_ups(self, failure_id: FailureId, *, now: datetime, entry: AuditEntry) -> int:
        """Have the failed follow-ups of a group tried again, in one transaction."""
        statement = (
            update(follow_ups)
            .where(_is_left(follow_ups), follow_ups.c.failure_id == storable(failure_id))
            .values(status=Status.PENDING.value, due_at=now, retry_count=0, tries_alone=0)
        )
        with self._connections.writing() as connection:
            retried = connection.execute(statement).rowcount
            if retried:
                save_audit(connection, entry)
                bump(connection, EVENTS)
            return retried


def _left(only: FailureId | None = None) -> Subquery:
    """How many of each group are dead letters now."""
    parts = union_all(*(_failed(table, only) for table in (webhook_events, follow_ups))).subquery()
    return (
        select(parts.c.failure_id, func.count().label("size")).group_by(parts.c.failure_id).subquery("failed")
    )


def _failed(table: Table, only: FailureId | None) -> Select[Any]:
    query = select(table.c.failure_id).where(_is_left(table))
    return query if only is None else query.where(table.c.failure_id == storable(only))


def _is_left(table: Table) -> ColumnElement[bool]:
    # That the column is not NULL is what makes the index of all that ever failed one for this.
    return and_(table.c.failure_id.is_not(None), table.c.status == Status.FAILED.value)


def _groups(left: Subquery) -> Select[Any]:
    return select(groups, func.coalesce(left.c.size, 0).label("size")).join_from(
        groups, left, left.c.failure_id == groups.c.id, isouter=True
    )


def _is_shown_as(state: FailureState, left: Subquery) -> ColumnElement[bool]:
    """`FailureGroup.state`, asked of the database."""
    is_decided = groups.c.state == state.value
    match state:
        case FailureState.IGNORED:
            return is_decided
        case FailureState.RESOLVED:
            is_empty = left.c.size.is_(None)
            return or_(is_decided, and_(is_empty, groups.c.state != FailureState.IGNORED.value))
        case _:
            return and_(is_decided, left.c.size.is_not(None))


def group_of(row: Any) -> FailureGroup:  # noqa: ANN401 - a row of failure_groups with its count
    """The group that a row tells of."""
    return FailureGroup(
        cause=FailureCause(error_class=row.error_class, place=row.place, event_type=row.event_type),
        count=row.size,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        decided=FailureState(row.state),
    )
