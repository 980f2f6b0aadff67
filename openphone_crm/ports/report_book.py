"""The figures of days, as they are and as they were reported."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from openphone_crm.follow_ups import FollowUp
from openphone_crm.reports import DayFigures


class ReportBook(Protocol):
    """Counts what a day amounts to, and keeps what was reported of it."""

    def figures(self, start: datetime, end: datetime) -> DayFigures:
        """What all that happened from `start` until just before `end` amounts to now."""
        ...

    def began_at(self) -> datetime | None:
        """
        When there first was something to report on: the oldest event that is kept, or the oldest API token.

        The latter, so that a webhook that never worked is noticed. None while there is neither.
        """
        ...

    def get(self, day: date) -> DayFigures | None:
        """The figures that were reported of a day."""
        ...

    def reported(self, days: Collection[date]) -> frozenset[date]:
        """Which of these days were reported."""
        ...

    def add(
        self, day: date, figures: DayFigures, *, made_at: datetime, follow_ups: Sequence[FollowUp]
    ) -> bool:
        """
        Keep the report of a day and the follow-ups that send it, both or neither.

        False, and nothing kept, when the day was reported already: of many at once exactly one is kept.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
