"""How it went, step by step, for plots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.ports.clock import Clock
from openphone_crm.ports.rollups import Rollups
from openphone_crm.rollups import Figure, Measure, Span, by_label, percentile_of


class Stretch(StrEnum):
    """How far back a plot goes: a day and a week in hours, a month of 31 days in days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def span(self) -> Span:
        """What one step is."""
        return Span.DAY if self is Stretch.MONTH else Span.HOUR

    @property
    def steps(self) -> int:
        """How many steps there are; the last of them is not over."""
        return _STEPS[self]


_STEPS: Final = {Stretch.DAY: 24, Stretch.WEEK: 7 * 24, Stretch.MONTH: 31}
_LENGTHS: Final = {Span.HOUR: timedelta(hours=1), Span.DAY: timedelta(days=1)}
_COUNTED: Final = {
    "received": Measure.RECEIVED,
    "processed": Measure.PROCESSED,
    "failed": Measure.FAILED,
    "retried": Measure.RETRIED,
    "usd": Measure.USD,
}
_TIMED: Final = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
_MEASURES: Final = (*_COUNTED.values(), Measure.DEPTH)

_ByMeasure = Mapping[Measure, Mapping[str, float]]


@attrs.frozen
class Point:
    """A step that began then, and how much it was; None where nobody knows, or there was nothing."""

    begins_at: datetime
    amount: float | None


@attrs.frozen(kw_only=True)
class History:
    """
    Some series, each with a point for every step, the oldest first.

    What is counted is nought in a step in which nothing of it happened, and None in one of which there are
    no figures at all: nobody was there. How long events took is None where none were done, and
    `depth_max`, the most that were due at once in one queue, where nobody has looked.
    """

    stretch: Stretch
    begins_at: datetime
    step: timedelta
    series: Mapping[str, Sequence[Point]]


@attrs.frozen(kw_only=True)
class Histories:
    """Looks back; it costs the same however many events there were."""

    rollups: Rollups
    clock: Clock

    def of(self, stretch: Stretch) -> History:
        """
        How it went until now.

        Raises:
            UnavailableError: When the store is away.
        """
        span, step = stretch.span, _LENGTHS[stretch.span]
        begins_at = span.begin(self.clock.now()) - (stretch.steps - 1) * step
        found = _by_step(self.rollups.find(_MEASURES, span, since=begins_at))
        moments = [begins_at + number * step for number in range(stretch.steps)]
        steps = [(moment, _amounts(found.get(moment, {}))) for moment in moments]
        names = next((list(amounts) for _, amounts in steps), [])
        return History(
            stretch=stretch,
            begins_at=begins_at,
            step=step,
            series={name: [Point(moment, amounts[name]) for moment, amounts in steps] for name in names},
        )


def _by_step(figures: Iterable[Figure]) -> Mapping[datetime, _ByMeasure]:
    steps: dict[datetime, dict[Measure, list[Figure]]] = {}
    for figure in figures:
        steps.setdefault(figure.begins_at, {}).setdefault(figure.measure, []).append(figure)
    return {
        moment: {measure: by_label(found) for measure, found in measures.items()}
        for moment, measures in steps.items()
    }


def _amounts(found: _ByMeasure) -> dict[str, float | None]:
    buckets = found.get(Measure.PROCESSED, {})
    return {
        **{name: _counted(found, measure) for name, measure in _COUNTED.items()},
        **{name: percentile_of(buckets, share) for name, share in _TIMED.items()},
        "depth_max": max(found.get(Measure.DEPTH, {}).values(), default=None),
    }


def _counted(found: _ByMeasure, measure: Measure) -> float | None:
    return sum(found.get(measure, {}).values()) if found else None
