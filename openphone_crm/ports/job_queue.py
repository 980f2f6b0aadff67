"""The bell."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.priority import Priority


class JobQueue(Protocol):
    """
    Wakes the workers of a priority.

    It carries nothing but the wish to be woken: what there is to do stands in the database, so
    that losing a ring, or the whole queue, loses no work.
    """

    def ring(self, priority: Priority) -> None:
        """
        Wake a worker of this priority; several rings before it wakes are one.

        Raises:
            UnavailableError: When the queue cannot be reached, within half a second.
        """
        ...
