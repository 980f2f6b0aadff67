"""Keeping the figures of minutes, hours and days up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.ports.clock import Clock
from openphone_crm.ports.figures import Figures
from openphone_crm.ports.rollups import Rollups
from openphone_crm.rollups import Figure, Measure, Span

LATE: Final = timedelta(minutes=1)
"""What was received just before a minute ended may be stored just after it was counted."""


@attrs.frozen(kw_only=True)
class Rolling:
    """
    Does what the scheduler has to do for the figures; done twice, or by two at once, it does no harm.

    What workers process, retry and give up is counted when it is settled, whether anybody is here or not.
    """

    rollups: Rollups
    figures: Figures
    clock: Clock

    def sample(self) -> None:
        """
        Say how deep the queues are, and count what happened since the last time.

        After an absence that is all that happened in the meantime, as far as minutes are kept.

        Raises:
            UnavailableError: When the store is away.
        """
        now = self.clock.now()
        self.rollups.put([*self._queues(now), *self.figures.by_minute(since=self._since(now))])

    def roll(self) -> None:
        """
        Add minutes up to hours, and hours to days; let go of what is old.

        Raises:
            UnavailableError: When the store is away.
        """
        self.rollups.roll(now=self.clock.now())

    def _queues(self, now: datetime) -> Iterator[Figure]:
        """A queue that is empty is said to be: what is missing was not looked at."""
        minute = Span.MINUTE.begin(now)
        for priority, queue in self.figures.queues(now).items():
            age = queue.oldest_age(now) or timedelta()
            yield Figure(minute, Measure.DEPTH, priority.label, queue.depth)
            yield Figure(minute, Measure.OLDEST_S, priority.label, age.total_seconds())

    def _since(self, now: datetime) -> datetime:
        """From which minute on to count: from the one before the last that somebody has looked at."""
        earliest = now - Span.MINUTE.kept
        looked_at = self.rollups.latest(Measure.DEPTH, Span.MINUTE) or earliest
        return Span.MINUTE.begin(max(min(looked_at, now) - LATE, earliest))
