"""The pace at which a service is asked, by whatever process (port `CourteousPacer`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from openphone_crm.ports.pacer import is_credible

from .bulk import Upsert
from .database import Connections
from .tables import pacers

_enter = Upsert(pacers, update=())


class SqlPacer:
    """One row for each service: when it is free next, and how often in a row it asked to be left alone."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """Take the next free moment of this service."""
        with self._connections.writing() as connection:
            free_at, refusals = _entered(connection, service, now)
            moment = max(free_at, now)
            if not (refusals or is_credible(moment, now=now, interval=interval, patience=patience)):
                moment = now
            if patience is not None and moment - now > patience:
                return moment
            values = {"next_free_at": moment + interval}
            connection.execute(update(pacers).where(pacers.c.service == service).values(values))
        return moment

    def free_at(self, service: str, *, now: datetime) -> datetime:
        """When this service is free next."""
        query = select(pacers.c.next_free_at).where(pacers.c.service == service)
        with self._connections.reading() as connection:
            return max(connection.execute(query).scalar() or now, now)

    def hold(self, service: str, *, until: datetime) -> None:
        """Have nobody ask this service before then."""
        columns = pacers.c
        with self._connections.writing() as connection:
            free_at, _ = _entered(connection, service, until)
            moment = max(free_at, until)
            values = {"next_free_at": moment, "refusals": columns.refusals + 1}
            connection.execute(update(pacers).where(columns.service == service).values(values))

    def refusals(self, service: str) -> int:
        """How often in a row this service has asked to be left alone."""
        query = select(pacers.c.refusals).where(pacers.c.service == service)
        with self._connections.reading() as connection:
            return connection.execute(query).scalar() or 0

    def answered(self, service: str) -> None:
        """Begin to count its refusals anew."""
        has_refused = (pacers.c.service == service) & (pacers.c.refusals > 0)
        with self._connections.writing() as connection:
            connection.execute(update(pacers).where(has_refused).values(refusals=0))


def _entered(connection: Connection, service: str, moment: datetime) -> tuple[datetime, int]:
    """When a service is free next, and its refusals; the row is locked: no two see the same moment."""
    _enter(connection, [{"service": service, "next_free_at": moment, "refusals": 0}])
    query = select(pacers.c.next_free_at, pacers.c.refusals).where(pacers.c.service == service)
    row = connection.execute(query.with_for_update()).one()
    return row.next_free_at, row.refusals
