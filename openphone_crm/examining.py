"""Finding out how the system is, at the same cost however much has happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.alert_rules.vital_signs import DiskSpace, Spending, Timing, VitalSigns
from openphone_crm.extraction.costs import month_of
from openphone_crm.looking_back import failed_share
from openphone_crm.notifications import Audience
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.figures import Figures
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
            failed=failed_share(self.rollups, self.figures, now=now),
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

    def _spending(self, now: datetime) -> Spending | None:
        if self.budget is None:
            return None
        return Spending(
            spent_usd=self.readings.spent(month_of(now)),
            budget_usd=self.budget.month_usd,
            next_usd=self.budget.next_usd,
        )
