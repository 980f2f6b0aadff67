"""Bringing in what was missing, by the way that all events go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeAlias

import attrs

from openphone_crm.errors import UnavailableError
from openphone_crm.inbox_records import Arrival
from openphone_crm.intake import Delivery, Intake
from openphone_crm.ports.job_queue import JobQueue

Bring: TypeAlias = Callable[[Sequence[Arrival]], int]
"""Stores arrivals, and tells how many were new."""


@attrs.frozen(kw_only=True)
class Bringing:
    """Stores events as the intake does, and wakes the workers."""

    intake: Intake
    job_queue: JobQueue

    def __call__(self, arrivals: Sequence[Arrival]) -> int:
        """
        Store these, and tell how many were new.

        Raises:
            UnavailableError: When the store is away; nothing is known to be stored.
        """
        if not arrivals:
            return 0
        stored = self.intake.store([Delivery(arrival) for arrival in arrivals])
        # What is due is found without a bell too, a second later.
        with suppress(UnavailableError):
            for priority in sorted({arrival.priority for arrival in arrivals}):
                self.job_queue.ring(priority)
        return sum(each.is_new for each in stored)


def bring_nothing(_arrivals: Sequence[Arrival]) -> int:
    """Store nothing: one only looks."""
    return 0
