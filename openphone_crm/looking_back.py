"""What the last hours came to."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from openphone_crm.extraction.intervals import Share
from openphone_crm.ports.figures import MOST_DEAD, Figures
from openphone_crm.ports.rollups import Rollups
from openphone_crm.rollups import Figure, Measure, Span, by_label, percentile_of
from openphone_crm.status import ProcessingTimes

AN_HOUR: Final = timedelta(hours=1)
A_DAY: Final = timedelta(days=1)
MOST_GROUPS: Final = 100

Amounts = Mapping[Measure, Mapping[str, float]]
"""By measure and label."""


def came_to(rollups: Rollups, measures: Collection[Measure], *, over: timedelta, now: datetime) -> Amounts:
    """
    What these measures came to in the time before now, whose first minute or hour counts as a whole.

    Whole hours say it in few figures; only of the last two, which may not be added up yet, minutes do.
    """
    last_hours = Span.HOUR.begin(now) - AN_HOUR
    since = max(Span.MINUTE.begin(now - over), last_hours)
    found = list(rollups.sums(measures, Span.MINUTE, since=since))
    if now - over < last_hours:
        begin = Span.HOUR.begin(now - over)
        found += rollups.sums(measures, Span.HOUR, since=begin, until=last_hours)
    return {measure: _labels(found, measure) for measure in measures}


def failed_share(rollups: Rollups, figures: Figures, *, now: datetime) -> Share:
    """
    How many of what was settled in a day, whose first hour counts as a whole, are failed now.

    What was put right meanwhile is failed no more; what failed again when it was retried is one.
    """
    settled = came_to(rollups, (Measure.PROCESSED, Measure.FAILED), over=A_DAY, now=now)
    processed, failed = (round(sum(settled[one].values())) for one in (Measure.PROCESSED, Measure.FAILED))
    left = int(min(failed, _dead_letters(figures, since=now - A_DAY)))
    return Share(left, processed + failed)


def processing_times(rollups: Rollups, now: datetime) -> ProcessingTimes:
    """How long events took in the last hour; when nothing was done in it, in the last day."""
    for window in (AN_HOUR, A_DAY):
        buckets = came_to(rollups, (Measure.PROCESSED,), over=window, now=now)[Measure.PROCESSED]
        if buckets:
            return ProcessingTimes(
                window=window,
                p50=percentile_of(buckets, 0.5),
                p95=percentile_of(buckets, 0.95),
                p99=percentile_of(buckets, 0.99),
            )
    return ProcessingTimes()


def _dead_letters(figures: Figures, *, since: datetime) -> float:
    groups = figures.dead_letters(groups=MOST_GROUPS)
    # A type of event has a dot, and a kind of follow-up has none.
    events = (group for group in groups if "." in group.cause.event_type)
    counts = [group.count for group in events if group.last_seen >= since]
    # Nobody counts beyond that: then it is as many as failed.
    return sum(counts) if all(count < MOST_DEAD for count in counts) else math.inf


def _labels(found: Collection[Figure], measure: Measure) -> Mapping[str, float]:
    return by_label(figure for figure in found if figure.measure is measure)
