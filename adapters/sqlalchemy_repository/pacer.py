"""The pace at which a service is asked, by whatever process (port `CourteousPacer`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

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
            moment = max(_entered(connection, service, now), now)
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
            moment = max(_entered(connection, service, until), until)
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


def _entered(connection: Connection, service: str, moment: datetime) -> datetime:
    """When a service is free next; its row is locked until the commit, so that no two see the same moment."""
    _enter(connection, [{"service": service, "next_free_at": moment, "refusals": 0}])
    query = select(pacers.c.next_free_at).where(pacers.c.service == service).with_for_update()
    free_at: datetime = connection.execute(query).scalar_one()
    return free_at
