"""The queue of record of follow-up work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp
from openphone_crm.ports.work_queue import WorkQueue


class FollowUps(WorkQueue[ClaimedFollowUp], Protocol):
    """Keeps follow-up work; what an event leads to is added in the event's own transaction."""

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
