"""Numbers that grow with every committed change, so that a poll can tell cheaply whether to look."""

from __future__ import annotations

import os

from sqlalchemy import Connection, func, select, text

from .database import Connections
from .tables import change_counters

CRM = "crm"
EVENTS = "events"
SLOTS = 16


def bump(connection: Connection, *scopes: str) -> None:
    """
    Count a change; the last statement of every writing transaction.

    Each process counts in a row of its own (by its process id), so that two of them do not wait
    for each other's commit; the number of a scope is the sum of its rows.
    """
    for scope in sorted(scopes):
        connection.execute(_BUMP, {"scope": scope, "slot": slot()})


def slot() -> int:
    """The row that this process counts in."""
    return os.getpid() % SLOTS


_BUMP = text("UPDATE change_counters SET value = value + 1 WHERE scope = :scope AND slot = :slot")


class SqlChangeCounter:
    """Reads the numbers (port `ChangeCounter`)."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def current(self, scope: str) -> int:
        """The number of a scope."""
        query = select(func.sum(change_counters.c.value)).where(change_counters.c.scope == scope)
        with self._connections.reading() as connection:
            return int(connection.execute(query).scalar_one() or 0)
