"""What is counted in the queue of record, at the same cost however much is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from openphone_crm.priority import Priority
from openphone_crm.status import QueueFigures


class Figures(Protocol):
    """Counts events."""

    def queues(self, now: datetime) -> Mapping[Priority, QueueFigures]:
        """What is due and waits for a worker; every priority is there."""
        ...

    def seconds(self, *, latest: int) -> Sequence[float]:
        """
        How long the latest events took from when they were due to when they were done, sorted.

        Of so many that were received last, those that are done; history is not among them.
        """
        ...

    def failed(self, *, since: datetime) -> int:
        """How many events failed for good since then, and are failed now."""
        ...
