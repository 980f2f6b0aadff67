"""How the system is, as figures: what waits, how long things take, what it costs, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from openphone_crm.alerts import Alert
from openphone_crm.extraction.costs import MonthOfCalls
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.failure_views import FailureGroup
from openphone_crm.health.checks import CheckState, HealthCheck
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import ReconciliationFigures


@attrs.frozen
class QueueFigures:
    """
    How many events are due and wait for a worker, and since when the first of them has.

    Beyond ten thousand nobody counts: 10,001 are more than that.
    """

    depth: int = 0
    oldest_due_at: datetime | None = None

    def oldest_age(self, now: datetime) -> timedelta | None:
        """How long the first has waited."""
        return None if self.oldest_due_at is None else max(now - self.oldest_due_at, timedelta())


@attrs.frozen(kw_only=True)
class Health:
    """What the last health check found, and how many of the latest were well."""

    is_on: bool
    last: HealthCheck | None = None
    well: Share = attrs.field(factory=lambda: Share(0, 0))

    @property
    def state(self) -> str:
        """`ok`, `failing`, or `off`: also while no check is over yet."""
        if not self.is_on or self.last is None:
            return "off"
        return "failing" if self.last.state is CheckState.FAILING else "ok"


@attrs.frozen(kw_only=True)
class ProcessingTimes:
    """
    How many seconds events took from when they were due to when they were done, in the last hour.

    When nothing was done in it, the `window` is the last day; it is None when nothing was done in that.
    """

    window: timedelta | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None


@attrs.frozen(kw_only=True)
class ReadingFigures:
    """
    What people found of what was read, by field, and what it has cost: this month, and by month.

    Of the fields that are `asked_about` nothing is added without asking, since fewer than
    `precision` of them were right.
    """

    model: str
    verdicts: Mapping[Topic, Share]
    asked_about: frozenset[Topic] = frozenset()
    months: Sequence[MonthOfCalls] = ()
    spent_usd: float = 0.0
    budget_usd: float | None = None
    precision: float = 0.9

    @property
    def accuracy(self) -> float | None:
        """The share of right readings in all that were reviewed."""
        part = sum(share.part for share in self.verdicts.values())
        return Share(part, sum(share.whole for share in self.verdicts.values())).ratio


@attrs.frozen(kw_only=True)
class Status:
    """
    Everything at one moment.

    `failed` and `retries` are of the last 24 hours: dead letters in all that came to its end, and tries that
    failed and were made again. `dead_letters` are the latest groups that somebody has to look at. `our_lines`
    are our numbers that OpenPhone's API lists. `last_delivery_at` is when OpenPhone was heard of last, and
    `heartbeats` when each part of the system was.
    """

    at: datetime
    alerts: Sequence[Alert]
    health: Health
    queues: Mapping[Priority, QueueFigures]
    processing: ProcessingTimes
    failed: Share
    retries: int
    dead_letters: Sequence[FailureGroup]
    reading: ReadingFigures
    reconciliation: ReconciliationFigures
    our_lines: int
    last_delivery_at: datetime | None
    heartbeats: Mapping[str, datetime]
    features: Mapping[str, str]
