"""What is looked at in order to know whether all is well, and how much is too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.extraction.costs import is_within
from openphone_crm.extraction.intervals import Share
from openphone_crm.priority import Priority
from openphone_crm.sendings import ChannelTrouble
from openphone_crm.status import QueueFigures

SCHEDULER: Final = "scheduler"


def worker_of(priority: Priority) -> str:
    """
    The name of the part that works on a queue.

    >>> worker_of(Priority.LOW)
    'low worker'
    """
    return f"{priority.label} worker"


@attrs.frozen(kw_only=True)
class Timing:
    """How many events were processed lately, and how many seconds 95 % of them did not exceed."""

    count: int = 0
    p95: float | None = None


@attrs.frozen(kw_only=True)
class Spending:
    """What reading has cost this month, what it may, and what the next request will cost at most."""

    spent_usd: float
    budget_usd: float
    next_usd: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether reading has to wait."""
        return not is_within(self.budget_usd, spent_usd=self.spent_usd, next_usd=self.next_usd)

    @property
    def ratio(self) -> float:
        """The share of the budget that is spent; of a budget of nothing, all."""
        return self.spent_usd / self.budget_usd if self.budget_usd else 1.0


@attrs.frozen(kw_only=True)
class DiskSpace:
    """How much is free of a disk, and which setting has something kept there."""

    setting: str
    free_bytes: int
    total_bytes: int

    @property
    def free(self) -> float:
        """The share that is free."""
        return self.free_bytes / self.total_bytes if self.total_bytes else 1.0


@attrs.frozen(kw_only=True)
class VitalSigns:
    """
    How the system was at one moment.

    `failed` is the share of what was settled in a day that failed and is failed still. `beats` says when
    each part was last seen, and `watched_since` since when that has been looked at without a gap; None where
    that was long enough. `troubles` are those of the `channels` through which operators are told.
    """

    at: datetime
    timing: Timing = attrs.field(factory=Timing)
    failed: Share = attrs.field(factory=lambda: Share(0, 0))
    queues: Mapping[Priority, QueueFigures] = attrs.field(factory=dict)
    beats: Mapping[str, datetime] = attrs.field(factory=dict)
    watched_since: datetime | None = None
    spending: Spending | None = None
    disks: Sequence[DiskSpace] = ()
    channels: Sequence[str] = ()
    troubles: Mapping[str, ChannelTrouble] = attrs.field(factory=dict)

    def is_seen(self, part: str, *, within: timedelta) -> bool:
        """Whether a part was seen alive so short a time ago."""
        seen = self.beats.get(part)
        return seen is not None and self.at - seen <= within

    def is_watched(self, *, longer_than: timedelta) -> bool:
        """Whether it has been looked for so long that what was not seen is missing."""
        return self.watched_since is None or self.at - self.watched_since > longer_than


_OLDEST: Final = {
    Priority.CRITICAL: timedelta(minutes=1),
    Priority.STANDARD: timedelta(minutes=3),
    Priority.LOW: timedelta(minutes=6),
}


@attrs.frozen(kw_only=True)
class Thresholds:
    """
    How much is too much.

    Standard events may wait two minutes under load and low ones five: what waits is told a minute later.
    """

    processing: timedelta = timedelta(seconds=5)
    failed_ratio: float = 0.01
    queue_depth: int = 1000
    oldest: Mapping[Priority, timedelta] = attrs.field(factory=lambda: dict(_OLDEST))
    disk_free: float = 0.1
    heartbeat: timedelta = timedelta(minutes=1)
