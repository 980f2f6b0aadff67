"""What happened, in figures by minute, hour and day: few, however much happened."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import attrs


class Span(StrEnum):
    """How long a time one figure is about; minutes become hours, and hours days (of UTC)."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"

    def begin(self, moment: datetime) -> datetime:
        """
        When the span began that a moment is in.

        >>> Span.HOUR.begin(datetime(2026, 1, 31, 12, 34, 56, tzinfo=UTC)).isoformat()
        '2026-01-31T12:00:00+00:00'
        """
        begin = moment.astimezone(UTC).replace(second=0, microsecond=0)
        if self is Span.MINUTE:
            return begin
        return begin.replace(minute=0, hour=begin.hour if self is Span.HOUR else 0)

    @property
    def kept(self) -> timedelta:
        """For how long its figures are kept: days for 13 months."""
        return _KEPT[self]


_KEPT: Final = {
    Span.MINUTE: timedelta(days=2),
    Span.HOUR: timedelta(days=40),
    Span.DAY: timedelta(days=400),
}


class Measure(StrEnum):
    """
    What is counted, and what its label tells apart.

    Of `PROCESSED` that is how long it took (see `bucket_of`); of `FAILED`, the class of the error; of
    `RECEIVED`, `DEPTH` and `OLDEST_S` the priority; of `CHECKED` whether the health check went well;
    of `USD`, `TOKENS_IN` and `TOKENS_OUT` the model; of `HEALED` the kind of gap.
    """

    RECEIVED = "received"
    PROCESSED = "processed"
    RETRIED = "retried"
    FAILED = "failed"
    DEPTH = "depth"
    OLDEST_S = "oldest_s"
    CHECKED = "checked"
    USD = "usd"
    TOKENS_IN = "tokens_in"
    TOKENS_OUT = "tokens_out"
    HEALED = "healed"

    @property
    def is_gauge(self) -> bool:
        """Whether the largest of several figures counts, and not their sum."""
        return self in _GAUGES


_GAUGES: Final = frozenset((Measure.DEPTH, Measure.OLDEST_S))


@attrs.frozen
class Figure:
    """So much of a measure in the span that began then."""

    begins_at: datetime
    measure: Measure
    label: str
    amount: float


BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When totals begin, which are of all time."""

FINEST_S: Final = 0.01
STEP: Final = 1.1
"""Each bucket reaches so many times as far as the one before: a time is known to within a tenth."""


def bucket_of(seconds: float) -> str:
    """
    The bucket of a duration: how far it reaches, in seconds.

    >>> bucket_of(0.0), bucket_of(0.5), bucket_of(5.0)
    ('0.01', '0.548', '5.39')
    """
    if seconds <= FINEST_S:
        return f"{FINEST_S:.4g}"
    steps = math.ceil(math.log(seconds / FINEST_S, STEP) - 1e-9)
    return f"{FINEST_S * STEP**steps:.3g}"


def percentile_of(buckets: Mapping[str, float], share: float) -> float | None:
    """
    How many seconds so large a share of what was counted did not exceed, rounded up to its bucket.

    >>> percentile_of({"0.01": 98, "5.29": 2}, 0.5), percentile_of({"0.01": 98, "5.29": 2}, 0.99)
    (0.01, 5.29)
    >>> percentile_of({}, 0.5) is None
    True
    """
    wanted, seen = share * sum(buckets.values()), 0.0
    for reach, count in sorted((float(bucket), count) for bucket, count in buckets.items()):
        seen += count
        if seen >= wanted and count:
            return reach
    return None


def by_label(figures: Iterable[Figure]) -> dict[str, float]:
    """
    Figures of one measure, put together over time by their label.

    >>> now = datetime(2026, 1, 31, tzinfo=UTC)
    >>> by_label([Figure(now, Measure.FAILED, "A", 1), Figure(now, Measure.FAILED, "A", 2)])
    {'A': 3}
    """
    amounts: dict[str, float] = {}
    for figure in figures:
        known = amounts.get(figure.label, 0)
        amounts[figure.label] = (
            max(known, figure.amount) if figure.measure.is_gauge else known + figure.amount
        )
    return amounts
