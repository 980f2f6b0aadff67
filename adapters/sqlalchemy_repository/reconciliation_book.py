"""Runs through OpenPhone's history, and what was received (ports `ReconciliationBook` and `Receipts`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, insert, or_, select, text, update

from openphone_crm.errors import LeaseLostError
from openphone_crm.ids import EventId, ReconciliationId
from openphone_crm.ports.reconciliation_book import HistoryEvent, Hold
from openphone_crm.reconciliation.runs import Reconciliation, ReconciliationFigures, RunState, Tally
from openphone_crm.reconciliation.windows import Stretch
from openphone_crm.remote import Window
from openphone_crm.texts import storable

from .bulk import among
from .counters import EVENTS, bump
from .database import Connections
from .mapping import Row, entity_of, row_of
from .tables import reconciliations as runs
from .tables import webhook_events as events

_IS_OPEN = runs.c.state == RunState.RUNNING.value
# Whoever reads goes on reading; whoever would begin a run waits.
_ONE_AT_A_TIME = text("LOCK TABLE reconciliations IN SHARE ROW EXCLUSIVE MODE")


class SqlReconciliationBook:
    """Keeps runs in a table."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def begin(self, run: Reconciliation, hold: Hold, *, unless_since: datetime | None = None) -> bool:
        """Keep a new run, unless a scheduled one has begun since then or is not over."""
        with self._connections.writing() as connection:
            if unless_since is not None and _has_begun(connection, unless_since):
                return False
            connection.execute(insert(runs), {**_row(run), **_held(hold)})
            bump(connection, EVENTS)
            return True

    def take(self, run_id: ReconciliationId, hold: Hold, *, now: datetime) -> Reconciliation | None:
        """Take an unfinished run up that nobody else has."""
        is_free = or_(runs.c.held_by.is_(None), runs.c.held_by == hold.by, runs.c.lease_until <= now)
        change = (
            update(runs).where(runs.c.id == run_id, _IS_OPEN, is_free).values(_held(hold)).returning(runs)
        )
        with self._connections.writing() as connection:
            row = connection.execute(change).mappings().first()
            return None if row is None else entity_of(Reconciliation, row)

    def save(self, run: Reconciliation, *, by: str, until: datetime | None) -> None:
        """Keep how far a run is, if it is still in this hand."""
        values = {**_row(run), "held_by": by if until else None, "lease_until": until}
        change = update(runs).where(runs.c.id == run.id, runs.c.held_by == by).values(values)
        with self._connections.writing() as connection:
            if not connection.execute(change).rowcount:
                raise LeaseLostError(by)
            bump(connection, EVENTS)

    def unfinished(self) -> list[Reconciliation]:
        """Those that are not over, the newest first."""
        query = select(runs).where(_IS_OPEN).order_by(runs.c.started_at.desc(), runs.c.id.desc())
        with self._connections.reading() as connection:
            return [entity_of(Reconciliation, row) for row in connection.execute(query).mappings()]

    def covered(self) -> list[Stretch]:
        """What was gone through, the earliest first."""
        columns = (runs.c.since, runs.c.until, runs.c.is_scheduled)
        query = select(*columns).where(~_IS_OPEN).order_by(runs.c.since, runs.c.until)
        with self._connections.reading() as connection:
            return [
                Stretch(Window(since, until), is_scheduled)
                for since, until, is_scheduled in connection.execute(query)
            ]

    def figures(self, *, since: datetime) -> ReconciliationFigures:
        """What was found, of late and in all."""
        newest = select(runs).order_by(runs.c.updated_at.desc(), runs.c.id.desc()).limit(1)
        with self._connections.reading() as connection:
            latest = connection.execute(newest).mappings().first()
            return ReconciliationFigures(
                latest=None if latest is None else entity_of(Reconciliation, latest),
                recent=_tally(connection, runs.c.updated_at >= since),
                total=_tally(connection),
            )


class SqlReceipts:
    """Looks into `webhook_events`."""

    def __init__(self, connections: Connections) -> None:
        """Look through these connections."""
        self._connections = connections

    def known(self, delivery_keys: Collection[str]) -> frozenset[str]:
        """Those under which something was received."""
        if not delivery_keys:
            return frozenset()
        key = events.c.delivery_key
        asked = {storable(each): each for each in delivery_keys}
        with self._connections.reading() as connection:
            found = connection.execute(select(key).where(among(connection, key, asked))).scalars()
            return frozenset(asked[each] for each in found)

    def history(self, *, limit: int, after: EventId | None = None) -> list[HistoryEvent]:
        """Events that brought history, by their ids."""
        says_it = events.c.is_history & events.c.body.is_not(None)
        query = select(events.c.id, events.c.body).where(says_it).order_by(events.c.id)
        if after is not None:
            query = query.where(events.c.id > after)
        with self._connections.reading() as connection:
            return [
                HistoryEvent(id=EventId(event_id), body=body)
                for event_id, body in connection.execute(query.limit(limit))
            ]


def _has_begun(connection: Connection, since: datetime) -> bool:
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)
    found = exists().where(runs.c.is_scheduled, or_(_IS_OPEN, runs.c.started_at >= since))
    return bool(connection.execute(select(found)).scalar_one())


def _tally(connection: Connection, *wanted: ColumnElement[bool]) -> Tally:
    sums = [func.coalesce(func.sum(column), 0) for column in (runs.c.checked, runs.c.missing, runs.c.healed)]
    return Tally(*map(int, connection.execute(select(*sums).where(*wanted)).one()))


def _row(run: Reconciliation) -> Row:
    """The columns of a run, with its figures beside those of each kind."""
    total = run.total
    figures: dict[str, Any] = {
        "checked": total.checked,
        "missing": total.missing,
        "healed": total.healed,
    }
    return {**row_of(run), **figures}


def _held(hold: Hold) -> Row:
    return {"held_by": hold.by, "lease_until": hold.until}
