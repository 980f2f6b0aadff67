"""The queue of record of follow-up work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp
from openphone_crm.ports.work_queue import WorkQueue
from openphone_crm.priority import Priority


class FollowUps(WorkQueue[ClaimedFollowUp], Protocol):
    """Keeps follow-up work; what an event leads to is added in the event's own transaction."""

    def claim(  # noqa: PLR0913 - what a claim says, and what it leaves
        self,
        priority: Priority,
        *,
        worker: str,
        now: datetime,
        lease: timedelta,
        limit: int,
        but_not: Collection[str] = (),
    ) -> Sequence[ClaimedFollowUp]:
        """
        Take up what is due, as from any queue, and leave what is of the kinds in `but_not` untouched.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def add(self, follow_ups: Sequence[FollowUp]) -> None:
        """
        Add what is new, and commit; what is known and pending becomes due at the earlier of both times.

        What was done, or failed for good, stays as it is. What is `ignored`, since there was nothing
        to do, is pending as if it were new. What somebody works on just now is left to that worker,
        but remembered: should it end `ignored` or be released for later, then it is due at the
        earliest time that was asked for meanwhile.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
