"""What is done and over, and lies there until its time is up."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Kept(StrEnum):
    """What is kept for a while: what events said, the events themselves, and what was done about them."""

    PAYLOADS = "payloads"
    EVENTS = "events"
    DETAILS = "what follow-ups say"
    FOLLOW_UPS = "follow-ups"
    REPORTS = "daily reports"
    AUDIT_ENTRIES = "audit entries"
    RETRY_JOBS = "bulk retries"
    REPLIES = "kept replies"
    READINGS = "readings"
    EXTRACTIONS = "entries of the log of what was read"
    MODEL_CALLS = "calls of models"
    RECONCILIATIONS = "runs through OpenPhone's history"
    DELETIONS = "deletions that were told"


class Archive(Protocol):
    """Lets go of old things."""

    def prune(self, kind: Kept, *, before: datetime, limit: int) -> int:
        """
        Let go of at most `limit` things of this kind that are older, and commit.

        Only of what is over: an event that is processed or ignored, by its receipt; such a follow-up,
        and a bulk retry, by its end; a run through OpenPhone's history, by the end of its stretch; a deletion
        that followers of changes are told, by when it was, where the store has a clock. Nothing
        that is pending, being worked on or failed goes, whatever its age. Of `PAYLOADS` the events stay,
        and nothing of what they said: body, payload and attempts. Of `DETAILS` the follow-ups stay, so that
        they are not done again, without details.

        Returns:
            How many went; fewer than `limit` when no more are left.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
