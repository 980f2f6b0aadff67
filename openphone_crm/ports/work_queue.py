"""A queue of record: work that is claimed with a lease, and settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from openphone_crm.priority import Priority
from openphone_crm.work_records import Claim, Settlement

ClaimT_co = TypeVar("ClaimT_co", bound=Claim, covariant=True)


class WorkQueue(Protocol[ClaimT_co]):
    """Hands out work to workers that may die at any moment, and loses none of it."""

    def claim(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[ClaimT_co]:
        """
        Take up to `limit` pieces of work that are due and unclaimed, oldest due first, and commit.

        Nothing is given to two workers within its lease. What was once taken up alone is left to
        `claim_alone`.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def claim_alone(
        self, priority: Priority, *, worker: str, now: datetime, lease: timedelta
    ) -> ClaimT_co | None:
        """
        Take one piece of work that must not share a worker's hands with another, and commit.

        That is one whose claimant let its lease run out, which the claim then tells as its `loss`,
        or one that is due again after it was taken up alone before. That it is taken up alone once
        more is counted here, before anybody works on it.

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

    def release(self, ids: Collection[str], *, worker: str, due_at: datetime | None = None) -> None:
        """
        Give claimed work back untouched, if the claims are still this worker's, and commit.

        It is due again when it was, or at `due_at`.

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
