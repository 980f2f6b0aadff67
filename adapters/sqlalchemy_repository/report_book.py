"""The figures of days, and the reports that were made (port `ReportBook`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from openphone_crm.failures import FailureCause, FailureState
from openphone_crm.follow_ups import FollowUp
from openphone_crm.reports import DayFigures, FailedOfDay
from openphone_crm.work_records import FINISHED, Status

from .counters import EVENTS, bump
from .database import Connections
from .follow_ups import save_follow_ups
from .mapping import entity_of, row_of
from .tables import api_tokens, follow_ups, webhook_events
from .tables import daily_reports as reports
from .tables import failure_groups as groups

_WAITING = (Status.PENDING.value, Status.PROCESSING.value)
_ENDED_WELL = [status.value for status in FINISHED]


class SqlReportBook:
    """Counts in the database, and keeps reports in a table."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def figures(self, start: datetime, end: datetime) -> DayFigures:
        """What all that happened in that time amounts to now."""
        received = webhook_events.c.received_at
        query = select(func.count(), _count_of(webhook_events.c.status.in_(_WAITING))).where(
            received >= start, received < end
        )
        with self._connections.reading() as connection:
            total, waiting = connection.execute(query).one()
            return DayFigures(
                total=total,
                waiting=waiting,
                events=_failed(connection, webhook_events, start, end),
                follow_ups=_failed(connection, follow_ups, start, end),
            )

    def began_at(self) -> datetime | None:
        """When the oldest event that is kept was received, or the oldest token made."""
        columns = (webhook_events.c.received_at, api_tokens.c.created_at)
        with self._connections.reading() as connection:
            oldest = [connection.execute(select(func.min(column))).scalar_one() for column in columns]
        return min(filter(None, oldest), default=None)

    def get(self, day: date) -> DayFigures | None:
        """The figures that were reported of a day."""
        query = select(reports.c.report).where(reports.c.date == day.isoformat())
        with self._connections.reading() as connection:
            kept = connection.execute(query).scalar_one_or_none()
        return None if kept is None else entity_of(DayFigures, kept)

    def reported(self, days: Collection[date]) -> frozenset[date]:
        """Which of these days were reported."""
        query = select(reports.c.date).where(reports.c.date.in_([day.isoformat() for day in days]))
        with self._connections.reading() as connection:
            return frozenset(date.fromisoformat(day) for day in connection.execute(query).scalars())

    def add(
        self, day: date, figures: DayFigures, *, made_at: datetime, follow_ups: Sequence[FollowUp]
    ) -> bool:
        """Keep the report of a day and the follow-ups that send it, in one transaction."""
        row = {"date": day.isoformat(), "report": row_of(figures), "made_at": made_at}
        with self._connections.writing() as connection:
            if connection.execute(_unless_known(connection), row).first() is None:
                return False
            save_follow_ups(connection, follow_ups)
            bump(connection, EVENTS)
            return True


def _unless_known(connection: Connection) -> Any:  # noqa: ANN401 - the type of a statement says nothing here
    add = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    return add(reports).on_conflict_do_nothing(index_elements=["date"]).returning(reports.c.date)


def _failed(connection: Connection, table: Table, start: datetime, end: datetime) -> tuple[FailedOfDay, ...]:
    # By way of the groups, of which few were seen in that time: the index of failures begins with them.
    query = (
        select(
            groups.c.error_class,
            groups.c.place,
            groups.c.event_type,
            groups.c.state,
            func.count().label("size"),
            _count_of(table.c.status.in_(_ENDED_WELL)).label("put_right"),
            func.min(table.c.failed_at).label("first_seen"),
            func.max(table.c.failed_at).label("last_seen"),
        )
        .join_from(groups, table, table.c.failure_id == groups.c.id)
        .where(groups.c.last_seen >= start, groups.c.first_seen < end)
        .where(table.c.failed_at >= start, table.c.failed_at < end)
        .group_by(groups.c.id)
        .order_by(groups.c.id)
    )
    return tuple(_failed_of(row) for row in connection.execute(query))


def _count_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _failed_of(row: Any) -> FailedOfDay:  # noqa: ANN401 - a row of the query above
    return FailedOfDay(
        cause=FailureCause(error_class=row.error_class, place=row.place, event_type=row.event_type),
        state=FailureState(row.state),
        count=row.size,
        put_right=row.put_right,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
    )
