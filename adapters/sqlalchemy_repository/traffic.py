"""How much arrives, and how much is refused (port `Traffic`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, cast, func, or_, select, type_coerce

from openphone_crm.health.checks import CheckKind
from openphone_crm.health.refusals import Refused
from openphone_crm.ports.traffic import FETCHED, RECOUNTED

from .bulk import Upsert
from .database import Connections
from .tables import delivery_hours, health_checks, refusals
from .tables import webhook_events as events
from .types import Moment

_add_refusals = Upsert(refusals, special={"count": "refusals.count + excluded.count"})
_keep_hours = Upsert(delivery_hours)

IS_DELIVERY = ~events.c.is_history & or_(
    events.c.openphone_type.is_(None), ~events.c.openphone_type.startswith(FETCHED, autoescape=True)
)
_TESTS = select(health_checks.c.openphone_id).where(
    health_checks.c.kind == CheckKind.TEST_EVENT.value, health_checks.c.openphone_id.is_not(None)
)


class SqlTraffic:
    """Counts in two small tables."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def add_refusals(self, counts: Mapping[Refused, int]) -> None:
        """Add to what was refused."""
        rows = [
            {"minute": refused.minute, "reason": refused.reason, "count": count}
            for refused, count in counts.items()
        ]
        with self._connections.writing() as connection:
            _add_refusals(connection, rows)

    def refusals(self, *, since: datetime) -> dict[str, int]:
        """What was refused in that minute or later, by reason."""
        columns = refusals.c
        query = select(columns.reason, func.sum(columns.count).label("total"))
        query = query.where(columns.minute >= since).group_by(columns.reason)
        with self._connections.reading() as connection:
            return {row.reason: int(row.total) for row in connection.execute(query)}

    def count_deliveries(self, *, since: datetime) -> None:
        """Bring the hours up to date."""
        with self._connections.writing() as connection:
            _keep_hours(connection, _counted(connection, _begin(connection, since)))

    def hours(self, *, since: datetime) -> dict[datetime, int]:
        """Deliveries by the beginning of their hour."""
        query = select(delivery_hours).where(delivery_hours.c.hour >= since)
        with self._connections.reading() as connection:
            return {row["hour"]: row["count"] for row in connection.execute(query).mappings()}

    def latest(self) -> datetime | None:
        """When the last delivery was received."""
        newest = select(events.c.received_at).where(IS_DELIVERY)
        newest = newest.order_by(events.c.received_at.desc()).limit(1)
        with self._connections.reading() as connection:
            return connection.execute(newest).scalar_one_or_none()

    def forget(self, *, before: datetime) -> None:
        """Let go of all that was counted before then."""
        with self._connections.writing() as connection:
            connection.execute(delivery_hours.delete().where(delivery_hours.c.hour < before))
            connection.execute(refusals.delete().where(refusals.c.minute < before))


def _begin(connection: Connection, since: datetime) -> datetime:
    """From when on is counted: the last hour that is kept may not have been over, nor all of it stored."""
    begin = since.replace(minute=0, second=0, microsecond=0)
    last = connection.execute(select(func.max(delivery_hours.c.hour))).scalar_one()
    return begin if last is None else max(last - RECOUNTED, begin)


def _counted(connection: Connection, begin: datetime) -> list[dict[str, object]]:
    hour = _hour(connection).label("hour")
    query = (
        select(hour, func.count().label("count"))
        .where(events.c.received_at >= begin, IS_DELIVERY, events.c.delivery_key.not_in(_TESTS))
        .group_by(hour)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _hour(connection: Connection) -> ColumnElement[datetime]:
    """The beginning of the hour in which an event was received, in UTC."""
    if connection.dialect.name == "postgresql":
        return func.date_trunc("hour", events.c.received_at, type_=Moment)
    to_the_hour = func.substr(cast(events.c.received_at, Text), 1, len("2026-01-31T12"))
    return type_coerce(to_the_hour.concat(":00:00.000000Z"), Moment)
