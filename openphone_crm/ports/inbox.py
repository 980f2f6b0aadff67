"""The queue of record of all that OpenPhone has sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openphone_crm.inbox_records import Arrival, ClaimedEvent, Stored
from openphone_crm.ports.work_queue import WorkQueue


class Inbox(WorkQueue[ClaimedEvent], Protocol):
    """Keeps every delivery from before it is acknowledged until long after it is worked on."""

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """
        Store the arrivals, durably, and answer in their order.

        Of several arrivals with one delivery key, in one call or in many at once, exactly one is
        new; the others answer with its id.

        Raises:
            UnstorableError: When the store refuses a payload; nothing of this call is stored.
            UnavailableError: When the store is away; nothing is known to be stored.
        """
        ...
