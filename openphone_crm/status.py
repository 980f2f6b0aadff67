"""How the system is, as figures: what waits, how long things take, what it costs, and what is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from openphone_crm.alerts import Alert
from openphone_crm.extraction.costs import MonthOfCalls
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.health.checks import CheckState, HealthCheck
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import ReconciliationFigures


@attrs.frozen
class QueueFigures:
    """How many events are due and wait for a worker, and since when the first of them has."""

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
class ReadingFigures:
    """
    What people found of what was read, by field, and what the month has cost.

    Of the fields that are `asked_about` nothing is added without asking, since too much of it was wrong.
    """

    model: str
    verdicts: Mapping[Topic, Share]
    asked_about: frozenset[Topic] = frozenset()
    month: Sequence[MonthOfCalls] = ()
    spent_usd: float = 0.0
    budget_usd: float | None = None

    @property
    def accuracy(self) -> float | None:
        """The share of right readings in all that were reviewed."""
        part = sum(share.part for share in self.verdicts.values())
        return Share(part, sum(share.whole for share in self.verdicts.values())).ratio


@attrs.frozen(kw_only=True)
class Status:
    """
    Everything at one moment.

    `our_lines` are our numbers that OpenPhone's API lists. `seconds` are those that the latest events took
    from when they were due to when they were done, sorted; `failed` is of the last 24 hours.
    """

    at: datetime
    alerts: Sequence[Alert]
    health: Health
    queues: Mapping[Priority, QueueFigures]
    seconds: Sequence[float]
    failed: Share
    reading: ReadingFigures
    reconciliation: ReconciliationFigures
    our_lines: int
    features: Mapping[str, str]


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """
    The smallest of the sorted values that so large a share of them does not exceed; None of nothing.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5), percentile([1.0, 2.0, 3.0, 4.0], 0.95), percentile([], 0.5)
    (2.0, 4.0, None)
    """
    if not ordered:
        return None
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]
