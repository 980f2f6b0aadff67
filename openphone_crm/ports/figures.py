"""What is counted in the queue of record and beside it, at the same cost however much is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from openphone_crm.failure_views import FailureGroup
from openphone_crm.priority import Priority
from openphone_crm.rollups import Figure
from openphone_crm.status import QueueFigures

DEEPEST: Final = 10_001
"""So far a queue is counted: whoever reads this knows that there are more than ten thousand."""
MOST_DEAD: Final = 1_001
"""So far the dead letters of a group are counted."""


class Figures(Protocol):
    """Counts what there is now, and afresh what there was in the last minutes."""

    def queues(self, now: datetime) -> Mapping[Priority, QueueFigures]:
        """What is due and waits for a worker, counted up to `DEEPEST`; every priority is there."""
        ...

    def dead_letters(self, *, groups: int) -> Sequence[FailureGroup]:
        """
        Give the groups that somebody has to look at, those that were seen last first.

        What is ignored, resolved or done in the meantime is none of them. Each is counted up to `MOST_DEAD`.
        """
        ...

    def by_minute(self, *, since: datetime) -> Sequence[Figure]:
        """
        Count what was received, checked, paid and healed in each minute that began at `since` or later.

        History is not received, checks and calls to a model count when they have ended, and what a run
        through OpenPhone's history has healed when that is over. Minutes without any are missing.
        """
        ...
