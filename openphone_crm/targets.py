"""What the figures should be, and whether they are."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.status import Status

PROCESSING_S: Final = 2.0
FAILED_RATIO: Final = 0.001
HEALTH_RATIO: Final = 1.0
"""The customer's targets: below two seconds, below one in a thousand, and all."""


class Mark(StrEnum):
    """Whether a figure is as it should be."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"


class Unit(StrEnum):
    """What a figure counts."""

    SECONDS = "seconds"
    SHARE = "share"
    USD = "usd"
    COUNT = "count"


@attrs.frozen(kw_only=True)
class Gauge:
    """A figure beside what it should be; None where there is nothing to say yet."""

    name: str
    unit: Unit
    value: float | None
    target: str = ""
    mark: Mark = Mark.NEUTRAL


def gauges_of(status: Status) -> tuple[Gauge, ...]:
    """List the figures that an owner looks at, the most telling first."""
    return (
        _below("Half of events done within", status.processing.p50, PROCESSING_S, "under 2 s"),
        _below("95 % of events done within", status.processing.p95, PROCESSING_S, "under 2 s"),
        _failed(status),
        _health(status),
        _accuracy(status),
        _waiting(status),
        _cost(status),
    )


def summary_of(status: Status) -> str:
    """Say in a sentence whether anybody has to look."""
    if status.alerts:
        open_now = len(status.alerts)
        return (
            "Something is wrong: see above." if open_now == 1 else f"{open_now} things are wrong: see above."
        )
    bad = [gauge.name for gauge in gauges_of(status) if gauge.mark is Mark.BAD]
    if bad:
        return f"No alert is open, but not all is as it should be: {', '.join(bad)}."
    return "All is well."


def _below(name: str, value: float | None, limit: float, target: str) -> Gauge:
    return Gauge(
        name=name, unit=Unit.SECONDS, value=value, target=target, mark=_mark(value, lambda it: it < limit)
    )


def _failed(status: Status) -> Gauge:
    ratio = status.failed.ratio
    return Gauge(
        name="Failed in 24 hours",
        unit=Unit.SHARE,
        value=ratio,
        target="under 0.1 %",
        mark=_mark(ratio, lambda it: it < FAILED_RATIO),
    )


def _health(status: Status) -> Gauge:
    ratio = status.health.well.ratio if status.health.is_on else None
    return Gauge(
        name="Health checks that went well",
        unit=Unit.SHARE,
        value=ratio,
        target="all of them",
        mark=_mark(ratio, lambda it: it >= HEALTH_RATIO),
    )


def _accuracy(status: Status) -> Gauge:
    accuracy = status.reading.accuracy
    reading = status.reading
    is_good = accuracy is not None and accuracy >= reading.precision
    mark = Mark.BAD if reading.asked_about else Mark.GOOD if is_good else Mark.NEUTRAL
    target = f"{reading.precision:.0%} of those that were reviewed"
    return Gauge(name="Readings that were right", unit=Unit.SHARE, value=accuracy, target=target, mark=mark)


def _waiting(status: Status) -> Gauge:
    depth = sum(figures.depth for figures in status.queues.values())
    return Gauge(name="Events that wait", unit=Unit.COUNT, value=depth)


def _cost(status: Status) -> Gauge:
    spent, budget = status.reading.spent_usd, status.reading.budget_usd
    if budget is None:
        return Gauge(name="Gemini this month", unit=Unit.USD, value=spent, target="without a budget")
    return Gauge(
        name="Gemini this month",
        unit=Unit.USD,
        value=spent,
        target=f"of ${budget:,.2f}",
        mark=Mark.GOOD if spent < budget else Mark.BAD,
    )


def _mark(value: float | None, is_good: Callable[[float], bool]) -> Mark:
    if value is None:
        return Mark.NEUTRAL
    return Mark.GOOD if is_good(value) else Mark.BAD
