"""Finding out how the system is, at the same cost however much has happened."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.alert_rules.vital_signs import DiskSpace, Spending, Timing, VitalSigns
from openphone_crm.extraction.costs import month_of
from openphone_crm.extraction.intervals import Share
from openphone_crm.looking_back import A_DAY, came_to
from openphone_crm.notifications import Audience
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.figures import MOST_DEAD, Figures
from openphone_crm.ports.heartbeats import Heartbeats
from openphone_crm.ports.notifier import Notifier
from openphone_crm.ports.readings import Readings
from openphone_crm.ports.rollups import Rollups
from openphone_crm.ports.send_log import SendLog
from openphone_crm.rollups import Measure, Span, by_label, percentile_of

TIMED: Final = timedelta(minutes=5)
SENT: Final = timedelta(days=2)
"""What failed for good before says nothing of whether a channel works now."""
SLOWEST: Final = 0.95
MOST_GROUPS: Final = 100


@attrs.frozen
class Budget:
    """What reading may cost in a month, and what one request costs at most."""

    month_usd: float
    next_usd: float


@attrs.frozen(kw_only=True)
class Examining:
    """Gathers the vital signs from all who know one; without a `budget` reading costs nothing."""

    figures: Figures
    rollups: Rollups
    heartbeats: Heartbeats
    readings: Readings
    send_log: SendLog
    notifier: Notifier
    clock: Clock
    disks: Callable[[], Sequence[DiskSpace]] = tuple
    budget: Budget | None = None

    def examine(self) -> VitalSigns:
        """
        How the system is at this moment.

        Raises:
            UnavailableError: When the store is away.
        """
        now = self.clock.now()
        return VitalSigns(
            at=now,
            timing=self._timing(now),
            failed=self._failed(now),
            queues=self.figures.queues(now),
            beats=self.heartbeats.latest(),
            spending=self._spending(now),
            disks=self.disks(),
            channels=self.notifier.channels(Audience.OPERATORS),
            troubles=self.send_log.troubles(since=now - SENT),
        )

    def _timing(self, now: datetime) -> Timing:
        buckets = by_label(self.rollups.sums({Measure.PROCESSED}, Span.MINUTE, since=now - TIMED))
        return Timing(count=round(sum(buckets.values())), p95=percentile_of(buckets, SLOWEST))

    def _failed(self, now: datetime) -> Share:
        """How many of what was settled in a day, whose first hour counts as a whole, are failed now."""
        settled = came_to(self.rollups, (Measure.PROCESSED, Measure.FAILED), over=A_DAY, now=now)
        processed, failed = (round(sum(amounts.values())) for amounts in settled.values())
        # What was put right meanwhile is failed no more.
        left = min(failed, self._dead_letters(since=now - A_DAY))
        return Share(int(left), processed + failed)

    def _dead_letters(self, *, since: datetime) -> float:
        groups = self.figures.dead_letters(groups=MOST_GROUPS)
        # A type of event has a dot, and a kind of follow-up has none.
        events = (group for group in groups if "." in group.cause.event_type)
        counts = [group.count for group in events if group.last_seen >= since]
        return sum(counts) if all(count < MOST_DEAD for count in counts) else math.inf

    def _spending(self, now: datetime) -> Spending | None:
        if self.budget is None:
            return None
        return Spending(
            spent_usd=self.readings.spent(month_of(now)),
            budget_usd=self.budget.month_usd,
            next_usd=self.budget.next_usd,
        )
