"""Systems as they are looked at: well, but for what a test names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from openphone_crm.alert_rules.vital_signs import Timing, VitalSigns, worker_of
from openphone_crm.extraction.intervals import Share
from openphone_crm.priority import Priority
from openphone_crm.status import QueueFigures
from openphone_crm.testing import builders as make

CRITICAL, STANDARD, LOW = Priority


def signs(**fields: object) -> VitalSigns:
    """A system at noon of which nothing is known but this."""
    return VitalSigns(**{"at": make.NOON, **fields})  # type: ignore[arg-type]  # whatever a test wants


def timed(p95: float | None, *, count: int = 100) -> VitalSigns:
    """One that processed so many events lately, and so fast."""
    return signs(timing=Timing(count=count, p95=p95))


def failed(part: int, whole: int) -> VitalSigns:
    """One in which so many events failed."""
    return signs(failed=Share(part, whole))


def waiting(
    *depths: int,
    ages: tuple[float, ...] = (1, 1, 1),
    seen: Mapping[Priority, float] | None = None,
) -> VitalSigns:
    """
    One in which so many events of each priority are due, the first for so many seconds.

    `seen` is how many seconds ago each worker was; all just now, when it is left out.
    """
    seen = dict.fromkeys(Priority, 0.0) if seen is None else seen
    return signs(
        queues={
            priority: QueueFigures(depth, make.NOON - timedelta(seconds=age) if depth else None)
            for priority, depth, age in zip(Priority, depths, ages, strict=False)
        },
        beats={worker_of(each): make.NOON - timedelta(seconds=ago) for each, ago in seen.items()},
    )
