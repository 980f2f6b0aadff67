"""Raising and ending alerts: those who run this are told on each transition, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.ids import AlertId
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.notifier import Notifier
from openphone_crm.priority import Priority
from openphone_crm.telling import SEND


@attrs.frozen(kw_only=True)
class Alarms:
    """Has each fault told once, and once more when it is over, however often it is noticed."""

    book: AlertBook
    notifier: Notifier
    clock: Clock

    def ring(self, rule: Rule, *, title: str, message: str, severity: Severity = Severity.CRITICAL) -> None:
        """
        Open an alert of this rule, unless one is open.

        Raises:
            UnavailableError: When the store is away.
        """
        if self.book.open(rule) is not None:
            return
        now = self.clock.now()
        alert = Alert(
            id=AlertId(self.clock.new_id()), rule=rule, severity=severity, message=message, since=now
        )
        telling = self._sendings(alert.id, Notification(title=title, body=message), now)
        self.book.add(alert, telling=tuple(telling))

    def stop(self, rule: Rule, *, title: str, message: str) -> None:
        """
        End the alert of this rule, if one is open.

        Raises:
            UnavailableError: When the store is away.
        """
        alert = self.book.open(rule)
        if alert is None:
            return
        now = self.clock.now()
        telling = self._sendings(f"{alert.id}:ended", Notification(title=title, body=message), now)
        self.book.end(rule, at=now, telling=tuple(telling))

    def _sendings(self, subject: str, notification: Notification, now: datetime) -> Iterator[FollowUp]:
        for channel in self.notifier.channels(Audience.OPERATORS):
            yield FollowUp(
                id=follow_up_id(SEND, subject, channel),
                kind=SEND,
                subject=subject,
                priority=Priority.CRITICAL,
                created_at=now,
                due_at=now,
                details={"channel": channel, "title": notification.title, "body": notification.body},
            )
