"""The figures of every minute, hour and day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from openphone_crm.rollups import Figure, Measure, Span


class Rollups(Protocol):
    """
    Keeps figures; what workers process, retry and give up the store counts itself, when that is settled.

    Reading costs the same however many events there are.
    """

    def put(self, figures: Iterable[Figure]) -> None:
        """
        Say how much it was in a minute, and commit; of what was said of the same minute the most stays.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def roll(self, *, now: datetime) -> None:
        """
        Bring hours and days up to date from the minutes, let go of what is old, and commit.

        Done twice it changes nothing; the hour and the day that are not over are brought up to date too.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def find(
        self, measures: Collection[Measure], span: Span, *, since: datetime, until: datetime | None = None
    ) -> Sequence[Figure]:
        """Give the figures of spans that began from `since` on and before `until`, oldest first."""
        ...

    def sums(
        self, measures: Collection[Measure], span: Span, *, since: datetime, until: datetime | None = None
    ) -> Sequence[Figure]:
        """Give what `find` does, put together over time by measure and label, as of `since`."""
        ...

    def latest(self, measure: Measure, span: Span) -> datetime | None:
        """When the last span began of which there is a figure of this measure."""
        ...

    def totals(self, measures: Collection[Measure]) -> Sequence[Figure]:
        """
        Give what was ever counted, by measure and label; a total never goes back.

        Gauges have none. Its `begins_at` is `BEGINNING`.
        """
        ...
