"""
When silence is no chance: no webhook at a time at which this shop's own past makes that very unlikely.

The test: the silence so far is laid over the same hours of the week in each of the last four weeks (by the
shop's clock), and the webhooks that came in those stretches are counted. Their mean is how many were to be
expected. Were webhooks independent of each other, their number would be Poisson distributed and nothing at
all would have the probability exp(-mean). They are not: one call brings several, a talkative customer brings
many, and a holiday brings none at all. So the mean is divided by the dispersion, the variance of the counts
by their mean, and by no less than four; it is an alarm when exp(-mean / dispersion) < 1 in 10,000, which
takes 37 expected webhooks at least. A holiday or a slack week among the four makes the dispersion large, and
the test patient. Silence of more than a week is judged by its last week.

No alarm is possible before two of the four stretches are known: webhooks must have come for 14 days.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from statistics import fmean, variance
from typing import Final

import attrs

from openphone_crm.remote import Window

WEEKS: Final = 4
LOOKS_BACK: Final = timedelta(weeks=WEEKS + 1)
"""How far back hours must be known: the oldest stretch ends, not begins, within the fourth week."""

_FEWEST_WEEKS: Final = 2
_LONGEST: Final = timedelta(weeks=1)
_HOUR: Final = timedelta(hours=1)
_LEAST_DISPERSION: Final = 4.0
_LEAST_LIKELY: Final = 1 / 10_000


@attrs.frozen
class Expectation:
    """How many webhooks came in the same hours of earlier weeks, the last week first."""

    counts: tuple[float, ...]

    @property
    def mean(self) -> float:
        """How many were to be expected."""
        return fmean(self.counts)

    @property
    def dispersion(self) -> float:
        """How much more the counts vary than independent webhooks would have them vary."""
        return max(_LEAST_DISPERSION, variance(self.counts) / self.mean) if self.mean else _LEAST_DISPERSION

    @property
    def probability(self) -> float:
        """How likely it is that not one came."""
        return math.exp(-self.mean / self.dispersion)

    @property
    def is_alarming(self) -> bool:
        """Whether silence is no chance any more."""
        return self.probability < _LEAST_LIKELY


def expectation(
    hours: Mapping[datetime, int], *, since: datetime, until: datetime, timezone: tzinfo
) -> Expectation | None:
    """
    What earlier weeks had in the hours of a silence; None while fewer than two of them are known.

    `hours` are the webhooks by the beginning of their hour; one that is not there had none.
    """
    silence = Window(max(since, until - _LONGEST), until)
    known_since = min(hours, default=until)
    stretches = [_weeks_before(silence, weeks, timezone) for weeks in range(1, WEEKS + 1)]
    known = [stretch for stretch in stretches if stretch.since >= known_since]
    if len(known) < _FEWEST_WEEKS:
        return None
    return Expectation(tuple(_came_in(stretch, hours) for stretch in known))


def _weeks_before(window: Window, weeks: int, timezone: tzinfo) -> Window:
    """The same days and times by the shop's clock, whatever summer time does in between."""
    ends: Sequence[datetime] = [
        (moment.astimezone(timezone) - timedelta(weeks=weeks)).astimezone(moment.tzinfo)
        for moment in (window.since, window.until)
    ]
    return Window(*ends)


def _came_in(window: Window, hours: Mapping[datetime, int]) -> float:
    """How many came in it; of an hour that is only partly in it, that part."""
    return sum(count * _share(hour, window) for hour, count in hours.items())


def _share(hour: datetime, window: Window) -> float:
    begins, ends = max(hour, window.since), min(hour + _HOUR, window.until)
    return max(ends - begins, timedelta()) / _HOUR
