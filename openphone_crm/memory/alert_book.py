"""Alerts, in memory."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.alerts import Alert, Rule
from openphone_crm.errors import NotFoundError
from openphone_crm.follow_ups import FollowUp
from openphone_crm.ids import AlertId
from openphone_crm.memory.follow_ups import save_follow_ups
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.store import EVENTS, State, Store
from openphone_crm.paging import Page, PageRequest, Position


class MemoryAlertBook:
    """Keeps alerts as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, rule: Rule) -> Alert | None:
        """The open alert of this rule."""
        with self._store.reading() as state:
            return _open(rule, state)

    def add(self, alert: Alert, *, telling: tuple[FollowUp, ...]) -> bool:
        """Open an alert and have it told, unless one of its rule is open."""
        with self._store.writing() as state:
            if _open(alert.rule, state) is not None:
                return False
            _keep(alert, telling, state)
            return True

    def refresh(self, alert: Alert, *, telling: tuple[FollowUp, ...]) -> bool:
        """Write down what is said of an alert by now, while it is open."""
        with self._store.writing() as state:
            known = state.alerts.get(alert.id)
            if known is None or known.ended_at is not None:
                return False
            known = attrs.evolve(known, message=alert.message, severity=alert.severity, told_at=alert.told_at)
            _keep(known, telling, state)
            return True

    def end(self, rule: Rule, *, at: datetime, telling: tuple[FollowUp, ...]) -> bool:
        """Close the open alert of this rule, and have that told."""
        with self._store.writing() as state:
            alert = _open(rule, state)
            if alert is None:
                return False
            _keep(attrs.evolve(alert, ended_at=at), telling, state)
            return True

    def acknowledge(self, alert_id: AlertId, *, by: str, at: datetime) -> Alert:
        """
        Note who knows of it; the first stays.

        Raises:
            NotFoundError: When there is no such alert.
        """
        with self._store.writing() as state:
            alert = state.alerts.get(alert_id)
            if alert is None:
                raise NotFoundError("alert", alert_id)
            if alert.acknowledged_at is None:
                alert = attrs.evolve(alert, acknowledged_by=by, acknowledged_at=at)
                _keep(alert, (), state)
            return alert

    def find(self, page: PageRequest, *, is_open: bool | None = None) -> Page[Alert]:
        """Alerts, the newest first."""
        with self._store.reading() as state:
            found = [one for one in state.alerts.values() if is_open in (None, one.ended_at is None)]
        return page_of(found, lambda alert: Position(alert.since, alert.id), page)


def _open(rule: Rule, state: State) -> Alert | None:
    found = (alert for alert in state.alerts.values() if alert.rule is rule and alert.ended_at is None)
    return next(found, None)


def _keep(alert: Alert, telling: tuple[FollowUp, ...], state: State) -> None:
    state.alerts[alert.id] = alert
    save_follow_ups(telling, state)
    state.count(EVENTS)
