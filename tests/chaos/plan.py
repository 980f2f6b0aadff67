"""How much of each accident: the short form for every day, the long form for the proof, or as asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import attrs
import click

from openphone_crm.time_limits import TimeLimits

TARGETS = ("web", "workers", "redis", "postgresql", "scheduler", "all")


@attrs.frozen(kw_only=True)
class Plan:
    """What is done to the installation; time limits and the pause before a retry are those of its workers."""

    name: str
    kills: Mapping[str, int]
    pause_s: float
    """From one kill to the next."""
    rate: float
    """Deliveries a second that flow while something is killed or away."""
    redis_away_s: float
    postgresql_away_s: float
    faults: tuple[str, ...]
    """What befalls connections; it takes half a minute until one that is lost is given up."""
    fault_s: float
    """How long a fault lasts that does."""
    events: int
    """Of which 1 % each raise, end their process and hang."""
    fairness_s: float
    load_rate: int
    load_s: int
    burst: int
    backlog: int
    longest_ack_ms: float | None
    """What the 99th percentile of the steady load must keep; not asked for where the machine is shared."""
    time_limits: TimeLimits
    poison_limits: TimeLimits
    """Each loss of a worker takes as long as the lease, and each hanging event as long as its limit."""
    retry_base_s: float
    logs: Path | None = None
    """Where to keep what the processes wrote."""
    seed: int = 1


SHORT = Plan(
    name="short",
    kills=MappingProxyType({"web": 2, "workers": 3, "redis": 1, "postgresql": 1, "scheduler": 1, "all": 1}),
    pause_s=0.3,
    rate=15,
    redis_away_s=3,
    postgresql_away_s=3,
    faults=("cut", "silent"),
    fault_s=2,
    events=200,
    fairness_s=4,
    load_rate=100,
    load_s=3,
    burst=300,
    backlog=300,
    longest_ack_ms=None,
    # An event that takes 2 s is none that hangs, and fits into a lease together with a batch.
    time_limits=TimeLimits(lease=timedelta(seconds=9), event=timedelta(seconds=5)),
    poison_limits=TimeLimits(lease=timedelta(seconds=3), event=timedelta(seconds=1)),
    retry_base_s=0.2,
)
LONG = Plan(
    name="long",
    kills=MappingProxyType(
        {"web": 100, "workers": 200, "redis": 25, "postgresql": 25, "scheduler": 50, "all": 10}
    ),
    pause_s=3,
    rate=20,
    redis_away_s=300,
    postgresql_away_s=60,
    faults=("slow", "cut", "reset", "silent", "refused", "lost"),
    fault_s=30,
    events=5000,
    fairness_s=600,
    load_rate=100,
    load_s=600,
    burst=1000,
    backlog=10_000,
    longest_ack_ms=100,
    time_limits=TimeLimits(),
    poison_limits=TimeLimits(),
    retry_base_s=5,
)


class KillCounts(click.ParamType[Mapping[str, int]]):
    """Reads `web=100,workers=200`; what is not named is not killed."""

    name = "TARGET=COUNT,..."

    def convert(
        self, value: str | Mapping[str, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> Mapping[str, int]:
        """Read the counts, or say which part of them is wrong."""
        if not isinstance(value, str):
            return value
        counts: dict[str, int] = {}
        for part in value.split(","):
            target, _, count = part.strip().partition("=")
            if target not in TARGETS:
                self.fail(f"{target!r} is nothing to kill: choose among {', '.join(TARGETS)}", param, ctx)
            if not (count.isascii() and count.isdecimal()):
                self.fail(f"{part.strip()!r} must be {target}=COUNT", param, ctx)
            counts[target] = int(count)
        return counts
