"""The queue of record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival, ClaimedEvent, Settlement, Stored
from openphone_crm.priority import Priority


class Inbox(Protocol):
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

    def claim(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta, limit: int
    ) -> list[ClaimedEvent]:
        """
        Take up to `limit` events that are due and unclaimed, oldest due first, and commit.

        No event is given to two workers within its lease.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def claim_lost(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta
    ) -> ClaimedEvent | None:
        """
        Take one event whose claimant let its lease run out, since it died or hangs, and commit.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def settle_failure(self, settlement: Settlement, *, worker: str) -> None:
        """
        Record a failed try, if the claim is still this worker's, and commit.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def release(self, events: Collection[EventId], *, worker: str) -> None:
        """
        Give claimed events back untouched, if the claims are still this worker's, and commit.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def due(self, now: datetime) -> frozenset[Priority]:
        """
        The priorities in which something is due and nobody has it.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
