"""The alerts that are open, and those that were."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from openphone_crm.alerts import Alert, Rule
from openphone_crm.follow_ups import FollowUp
from openphone_crm.ids import AlertId
from openphone_crm.paging import Page, PageRequest


class AlertBook(Protocol):
    """Keeps alerts; each change is committed with the messages that tell of it, or not at all."""

    def open(self, rule: Rule) -> Alert | None:
        """The open alert of this rule."""
        ...

    def add(self, alert: Alert, *, telling: tuple[FollowUp, ...]) -> bool:
        """Open an alert; False, and nothing is written, when one of its rule is open already."""
        ...

    def refresh(self, alert: Alert, *, telling: tuple[FollowUp, ...]) -> bool:
        """
        Write down what is said of an alert by now, how bad it is, and when it was last told.

        Who knows of it stays. False, and nothing is written, when it is not open any more.
        """
        ...

    def end(self, rule: Rule, *, at: datetime, telling: tuple[FollowUp, ...]) -> bool:
        """Close the open alert of this rule; False, and nothing is written, when none is open."""
        ...

    def acknowledge(self, alert_id: AlertId, *, by: str, at: datetime) -> Alert:
        """
        Note who knows of it; the first stays.

        Raises:
            NotFoundError: When there is no such alert.
        """
        ...

    def find(self, page: PageRequest, *, is_open: bool | None = None) -> Page[Alert]:
        """Alerts, the newest first."""
        ...
