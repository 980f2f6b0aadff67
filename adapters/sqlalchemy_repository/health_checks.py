"""Health checks, and where their deliveries got to (ports `HealthChecks` and `Sightings`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, exists, insert, or_, select, text, update

from openphone_crm.health.checks import CheckKind, CheckState, HealthCheck
from openphone_crm.health.faults import Sighting
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.work_records import Status

from .counters import EVENTS, bump
from .database import Connections
from .mapping import entity_of, row_of
from .paging import newest_first, page_of, paged
from .tables import health_checks as checks
from .tables import webhook_events as events
from .traffic import IS_DELIVERY

_IS_WAITING = checks.c.state == CheckState.WAITING.value
# Whoever reads goes on reading; whoever would begin a check waits.
_ONE_AT_A_TIME = text("LOCK TABLE health_checks IN SHARE ROW EXCLUSIVE MODE")


class SqlHealthChecks:
    """Keeps health checks in a table."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def begin(self, check: HealthCheck, *, unless_after: datetime | None = None) -> bool:
        """Keep a new check, unless one of its kind has begun after then."""
        with self._connections.writing() as connection:
            if unless_after is not None and _has_begun_after(connection, check.kind, unless_after):
                return False
            connection.execute(insert(checks), row_of(check))
            bump(connection, EVENTS)
            return True

    def update(self, check: HealthCheck) -> bool:
        """Keep how a check stands now, unless it was over before."""
        change = update(checks).where(checks.c.id == check.id, _IS_WAITING).values(row_of(check))
        with self._connections.writing() as connection:
            if not connection.execute(change).rowcount:
                return False
            bump(connection, EVENTS)
            return True

    def waiting(self) -> list[HealthCheck]:
        """Those without an outcome, the oldest first."""
        query = select(checks).where(_IS_WAITING).order_by(checks.c.started_at, checks.c.id)
        with self._connections.reading() as connection:
            return [entity_of(HealthCheck, row) for row in connection.execute(query).mappings()]

    def latest(self, kind: CheckKind) -> HealthCheck | None:
        """The one of this kind that began last."""
        newest = select(checks).order_by(checks.c.started_at.desc(), checks.c.id.desc()).limit(1)
        with self._connections.reading() as connection:
            row = connection.execute(newest.where(checks.c.kind == kind.value)).mappings().first()
        return None if row is None else entity_of(HealthCheck, row)

    def find(self, page: PageRequest) -> Page[HealthCheck]:
        """All of them, the newest first."""
        query = newest_first(select(checks), checks.c.started_at, checks.c.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).mappings().all()
        rows, following = paged(found, page, position=lambda row: Position(row["started_at"], row["id"]))
        return page_of([entity_of(HealthCheck, row) for row in rows], following)


class SqlSightings:
    """Finds the deliveries of health checks in `webhook_events`."""

    def __init__(self, connections: Connections) -> None:
        """Look through these connections."""
        self._connections = connections

    def of(self, check: HealthCheck) -> list[Sighting]:
        """The events of a check, the first first."""
        query = select(events).where(_is_of(check)).order_by(events.c.received_at, events.c.id)
        with self._connections.reading() as connection:
            return [_sighting(row) for row in connection.execute(query)]


def _has_begun_after(connection: Connection, kind: CheckKind, moment: datetime) -> bool:
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)
    query = select(exists().where(checks.c.kind == kind.value, checks.c.started_at > moment))
    return bool(connection.execute(query).scalar_one())


def _is_of(check: HealthCheck) -> ColumnElement[bool]:
    if check.kind is CheckKind.TEST_EVENT:
        return events.c.delivery_key == check.openphone_id
    # Of so short a time that it does not matter that no index knows the words.
    payload = cast(events.c.payload, Text)
    says_it = or_(*(payload.contains(word, autoescape=True) for word in check.words))
    return (events.c.received_at >= check.looked_for_since) & IS_DELIVERY & says_it


def _sighting(row: Any) -> Sighting:  # noqa: ANN401 - a row of the events
    return Sighting(
        status=Status(row.status),
        openphone_type=row.openphone_type,
        due_at=row.due_at,
        lease_until=row.lease_until,
        attempts_made=len(row.attempts),
        tries_alone=row.tries_alone,
        error_message=row.error_message,
    )
