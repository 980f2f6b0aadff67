"""Signs of life (port `Heartbeats`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select

from openphone_crm.ports.heartbeats import FORGOTTEN_AFTER

from .bulk import Upsert
from .database import Connections
from .tables import heartbeats

_beat = Upsert(heartbeats, update=("at",))


class SqlHeartbeats:
    """One row for each part and process that was alive in the last day."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def beat(self, part: str, *, process: str, at: datetime) -> None:
        """Say that this process does the work of a part."""
        is_near = heartbeats.c.at.between(at - FORGOTTEN_AFTER, at + FORGOTTEN_AFTER)
        with self._connections.writing() as connection:
            connection.execute(delete(heartbeats).where(heartbeats.c.part == part, ~is_near))
            _beat(connection, [{"part": part, "process": process, "at": at}])

    def latest(self) -> dict[str, datetime]:
        """When each part was last seen."""
        query = select(heartbeats.c.part, func.max(heartbeats.c.at).label("at")).group_by(heartbeats.c.part)
        with self._connections.reading() as connection:
            return {row.part: row.at for row in connection.execute(query)}

    def processes(self, part: str, *, since: datetime) -> int:
        """How many processes have said since then that they do the work of a part."""
        is_alive = (heartbeats.c.part == part) & (heartbeats.c.at >= since)
        with self._connections.reading() as connection:
            return connection.execute(select(func.count()).where(is_alive)).scalar_one()
