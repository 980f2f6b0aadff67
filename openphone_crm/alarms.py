"""Raising and ending alerts: those who run this are told on each transition, and once a day in between."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.alert_rules.grouping import AFTERMATH, explains
from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.follow_ups import FollowUp
from openphone_crm.ids import AlertId
from openphone_crm.notifications import Audience, Notification
from openphone_crm.paging import PageRequest
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.notifier import Notifier
from openphone_crm.sendings import Sending
from openphone_crm.texts import masking_numbers

A_DAY: Final = timedelta(days=1)
"""What is wrong, and what nobody has said to know of, is told so often."""

_FIGURES: Final = re.compile(r"[0-9][0-9.,:]*")
_MOST_OPEN: Final = PageRequest(len(Rule))
_LATELY_ENDED: Final = PageRequest(50)
_EXPLAINED: Final = "This is also why: {symptoms}"
_STILL: Final = "Still: {what}"
_SINCE: Final = (
    "{message}\n\nIt has been so since {since:%Y-%m-%d %H:%M} UTC. Once it is acknowledged, it is \
not told again before it is over."
)


@attrs.frozen(kw_only=True)
class Alarms:
    """Has each fault told once, and once more when it is over, however often it is noticed."""

    book: AlertBook
    notifier: Notifier
    clock: Clock

    def ring(
        self,
        rule: Rule,
        *,
        title: str,
        message: str,
        severity: Severity = Severity.CRITICAL,
        but_not: Collection[str] = (),
    ) -> None:
        """
        Open an alert of this rule, unless one is open: then only what got worse is told.

        What is but the symptom of another alert is not told beside it. Nothing is sent through the
        channels in `but_not`.

        Raises:
            UnavailableError: When the store is away.
        """
        message = masking_numbers(message)
        channels = [channel for channel in self._channels() if channel not in but_not]
        known = self.book.open(rule)
        if known is not None:
            self._refresh(known, title, attrs.evolve(known, message=message, severity=severity), channels)
            return
        now = self.clock.now()
        alert = Alert(
            id=AlertId(self.clock.new_id()), rule=rule, severity=severity, message=message, since=now
        )
        self._open(alert, title, channels)

    def stop(self, rule: Rule, *, title: str, message: str) -> None:
        """
        End the alert of this rule, if one is open; its end is told if it was.

        Raises:
            UnavailableError: When the store is away.
        """
        alert = self.book.open(rule)
        if alert is None:
            return
        now = self.clock.now()
        channels = self._channels() if alert.told_at is not None else ()
        telling = _telling(alert, title, message, now, word="ended").through(channels)
        self.book.end(rule, at=now, telling=telling)

    def remind(self) -> None:
        """
        Have all told once more that was told a day ago and is wrong still; not what somebody knows of.

        Raises:
            UnavailableError: When the store is away.
        """
        now, channels = self.clock.now(), self._channels()
        for alert in self.open_alerts():
            if alert.acknowledged_at or alert.told_at is None or now - alert.told_at < A_DAY:
                continue
            body = _SINCE.format(message=alert.message, since=alert.since)
            # Named after the last telling, so that two who remind at once do so once.
            sending = _telling(alert, _STILL.format(what=_first(alert)), body, now, word=f"{alert.told_at}")
            self.book.refresh(attrs.evolve(alert, told_at=now), telling=sending.through(channels))

    def open_alerts(self) -> Sequence[Alert]:
        """All that is wrong."""
        return self.book.find(_MOST_OPEN, is_open=True).items

    def _open(self, alert: Alert, title: str, channels: Collection[str]) -> None:
        """Open it, unless another explains it; what it explains itself is over without a word."""
        now, others = alert.since, self.open_alerts()
        if any(explains(cause, alert, now=now) for cause in (*others, *self._ended_lately(now))):
            return
        symptoms = [other for other in others if explains(alert, other, now=now)]
        message = _with_symptoms(alert.message, symptoms)
        sending = _telling(alert, title, message, now)
        told_at = now if channels else None
        if self.book.add(attrs.evolve(alert, told_at=told_at), telling=sending.through(channels)):
            for symptom in symptoms:
                self.book.end(symptom.rule, at=now, telling=())

    def _refresh(self, known: Alert, title: str, alert: Alert, channels: Collection[str]) -> None:
        """Write down what changed; what got better is no news before it is over."""
        if known.severity.is_worse_than(alert.severity) or not _is_news(alert, known):
            return
        telling: tuple[FollowUp, ...] = ()
        if alert.severity.is_worse_than(known.severity) and channels:
            now = self.clock.now()
            telling = _telling(alert, title, alert.message, now, word="worse").through(channels)
            alert = attrs.evolve(alert, told_at=now)
        self.book.refresh(alert, telling=telling)

    def _ended_lately(self, now: datetime) -> Sequence[Alert]:
        ended = self.book.find(_LATELY_ENDED, is_open=False).items
        return [alert for alert in ended if alert.ended_at and now - alert.ended_at <= AFTERMATH]

    def _channels(self) -> tuple[str, ...]:
        return self.notifier.channels(Audience.OPERATORS)


def _is_news(alert: Alert, known: Alert) -> bool:
    """Whether it is another fault: figures that move alone would have every poll answered anew."""
    words = (_FIGURES.sub("", one.message) for one in (alert, known))
    return alert.severity is not known.severity or len(set(words)) > 1


def _telling(alert: Alert, title: str, message: str, now: datetime, *, word: str = "") -> Sending:
    subject = f"{alert.id}:{word}" if word else alert.id
    notification = Notification(title=masking_numbers(title), body=masking_numbers(message))
    return Sending(notification=notification, told_as=(subject,), subject=subject, at=now)


def _with_symptoms(message: str, symptoms: Sequence[Alert]) -> str:
    if not symptoms:
        return message
    return f"{message}\n\n{_EXPLAINED.format(symptoms='; '.join(map(_first, symptoms)))}."


def _first(alert: Alert) -> str:
    """The sentence that says what is wrong."""
    return alert.message.partition(". ")[0]
