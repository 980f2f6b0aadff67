"""How long events took, from the fine buckets of the rollups to the few of Prometheus."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from openphone_crm.rollups import FINEST_S, STEP, bucket_of

from .families import Histogram

_ABOUT: Final = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 3600)
# Where a bucket of the rollups ends: a bound within one would have to guess on which side of it events are.
BOUNDS: Final = tuple(float(bucket_of(bound)) for bound in _ABOUT)

PROCESSING_SECONDS: Final = Histogram(
    "processing_duration_seconds",
    "Seconds from when an event was due to when it was processed; the sum is known to within a twentieth.",
    BOUNDS,
)


def spread_of(times: Mapping[str, float]) -> Sequence[float]:
    """How many took up to each bound and not up to the one before, and how long all took together."""
    spread = [0.0] * PROCESSING_SECONDS.width
    for bucket, count in times.items():
        reach = float(bucket)
        spread[bisect_left(BOUNDS, reach)] += count
        spread[-1] += count * _middle(reach)
    return spread


def _middle(reach: float) -> float:
    return reach / 2 if reach <= FINEST_S else reach / math.sqrt(STEP)
