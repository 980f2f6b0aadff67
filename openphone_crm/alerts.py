"""What those who run this must know: raised once, told once, and over when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.ids import AlertId


class Severity(StrEnum):
    """How bad it is."""

    WARNING = "warning"
    CRITICAL = "critical"

    def is_worse_than(self, other: Severity) -> bool:
        """Whether it is worth telling anew."""
        return self is Severity.CRITICAL and other is Severity.WARNING


class Rule(StrEnum):
    """What is watched; at most one alert of each is open."""

    HEALTH_CHECK = "health_check"
    API_KEY = "api_key"
    API_REFUSED = "api_refused"
    SIGNATURES = "signatures"
    SILENCE = "silence"
    BUDGET = "budget"
    TRUST = "trust"
    SCHEDULER = "scheduler"
    WORKER = "worker"
    QUEUE_DEPTH = "queue_depth"
    OLDEST_AGE = "oldest_age"
    PROCESSING = "processing"
    FAILED_SHARE = "failed_share"
    DISK = "disk"
    MAIL = "mail"


@attrs.frozen(kw_only=True)
class Alert:
    """
    Something that is wrong, or was.

    `message` says what is wrong and what to do. Acknowledged, it is known to somebody; it is open
    until `ended_at`. `told_at` is when those who run this were last told that it is wrong: never, where
    there is no channel.
    """

    id: AlertId
    rule: Rule
    severity: Severity
    message: str
    since: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    ended_at: datetime | None = None
    told_at: datetime | None = None

    @property
    def headline(self) -> str:
        """What is wrong, in the first sentence of the message; what to do about it comes after that."""
        sentence, period, _ = self.message.partition(". ")
        return sentence + period.strip()


def by_urgency(alerts: Iterable[Alert]) -> list[Alert]:
    """Sort alerts: what nobody knows of yet comes first, then what is critical, then what is new."""
    newest_first = sorted(alerts, key=lambda alert: alert.since, reverse=True)
    return sorted(
        newest_first,
        key=lambda alert: (alert.acknowledged_at is not None, alert.severity is not Severity.CRITICAL),
    )
