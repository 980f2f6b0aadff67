"""Alerts, and the messages that tell of them (port `AlertBook`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from openphone_crm.alerts import Alert, Rule
from openphone_crm.errors import NotFoundError
from openphone_crm.follow_ups import FollowUp
from openphone_crm.ids import AlertId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable

from .counters import EVENTS, bump
from .database import Connections
from .follow_ups import save_follow_ups
from .mapping import entity_of, row_of
from .paging import newest_first, page_of, paged
from .tables import alerts

_IS_OPEN = alerts.c.ended_at.is_(None)
_SAID = ("message", "severity", "told_at")


class SqlAlertBook:
    """Keeps alerts in a table, in which a rule is open once."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def open(self, rule: Rule) -> Alert | None:
        """The open alert of this rule."""
        with self._connections.reading() as connection:
            return _found(connection, _is_open(rule))

    def add(self, alert: Alert, *, telling: tuple[FollowUp, ...]) -> bool:
        """Open an alert and have it told, unless one of its rule is open."""
        with self._connections.writing() as connection:
            if connection.execute(_unless_open(connection), row_of(alert)).first() is None:
                return False
            save_follow_ups(connection, telling)
            bump(connection, EVENTS)
            return True

    def refresh(self, alert: Alert, *, telling: tuple[FollowUp, ...]) -> bool:
        """Write down what is said of an alert by now, while it is open."""
        said = {name: value for name, value in row_of(alert).items() if name in _SAID}
        write = update(alerts).where(alerts.c.id == alert.id, _IS_OPEN).values(said)
        with self._connections.writing() as connection:
            if not connection.execute(write).rowcount:
                return False
            save_follow_ups(connection, telling)
            bump(connection, EVENTS)
            return True

    def end(self, rule: Rule, *, at: datetime, telling: tuple[FollowUp, ...]) -> bool:
        """Close the open alert of this rule, and have that told."""
        close = update(alerts).where(_is_open(rule)).values(ended_at=at)
        with self._connections.writing() as connection:
            if not connection.execute(close).rowcount:
                return False
            save_follow_ups(connection, telling)
            bump(connection, EVENTS)
            return True

    def acknowledge(self, alert_id: AlertId, *, by: str, at: datetime) -> Alert:
        """
        Note who knows of it; the first stays.

        Raises:
            NotFoundError: When there is no such alert.
        """
        is_it, known = alerts.c.id == storable(alert_id), alerts.c.acknowledged_at
        values = {"acknowledged_at": at, "acknowledged_by": storable(by)}
        note = update(alerts).where(is_it, known.is_(None)).values(values)
        with self._connections.writing() as connection:
            if connection.execute(note).rowcount:
                bump(connection, EVENTS)
            alert = _found(connection, is_it)
        if alert is None:
            raise NotFoundError("alert", alert_id)
        return alert

    def find(self, page: PageRequest, *, is_open: bool | None = None) -> Page[Alert]:
        """Alerts, the newest first."""
        query = select(alerts)
        if is_open is not None:
            query = query.where(_IS_OPEN if is_open else ~_IS_OPEN)
        with self._connections.reading() as connection:
            found = (
                connection.execute(newest_first(query, alerts.c.since, alerts.c.id, page)).mappings().all()
            )
        rows, following = paged(found, page, position=lambda row: Position(row["since"], row["id"]))
        return page_of([entity_of(Alert, row) for row in rows], following)


def _is_open(rule: Rule) -> ColumnElement[bool]:
    return _IS_OPEN & (alerts.c.rule == rule.value)


def _found(connection: Connection, condition: ColumnElement[bool]) -> Alert | None:
    row = connection.execute(select(alerts).where(condition)).mappings().first()
    return None if row is None else entity_of(Alert, row)


def _unless_open(connection: Connection) -> Any:  # noqa: ANN401 - the type of a statement says nothing here
    add = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = add(alerts).on_conflict_do_nothing(index_elements=["rule"], index_where=_IS_OPEN)
    return statement.returning(alerts.c.id)
