"""How much arrives, and how much is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from openphone_crm.health.refusals import Refused

FETCHED: Final = "reconcile."
"""With this the types of events begin that we fetched ourselves; no webhook brought them."""

RECOUNTED: Final = timedelta(hours=1)
"""What was received just before an hour ended may be stored just after it was counted."""


class Traffic(Protocol):
    """
    Counts deliveries by the hour, and refusals by the minute and reason.

    Deliveries are what OpenPhone has posted here: not what we fetched from it ourselves.
    """

    def add_refusals(self, counts: Mapping[Refused, int]) -> None:
        """
        Add to what was refused, and commit.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def refusals(self, *, since: datetime) -> Mapping[str, int]:
        """What was refused in that minute or later, by reason."""
        ...

    def count_deliveries(self, *, since: datetime) -> None:
        """
        Bring the hours up to date, and commit: from the last that is counted on, and none before `since`.

        Test events that we asked for are no traffic, and not counted.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def hours(self, *, since: datetime) -> Mapping[datetime, int]:
        """Deliveries by the beginning of their hour, as last counted; hours without any are missing."""
        ...

    def latest(self) -> datetime | None:
        """When the last delivery was received, test events included."""
        ...

    def forget(self, *, before: datetime) -> None:
        """Let go of all that was counted before then, and commit."""
        ...
