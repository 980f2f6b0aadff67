"""The pace at which a service is asked, by whatever process."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Protocol

SKEW: Final = timedelta(seconds=10)
"""So much further away moments are believed: clocks differ, and some take theirs ahead."""


def is_credible(moment: datetime, *, now: datetime, interval: timedelta, patience: timedelta | None) -> bool:
    """Whether those who take one moment after the other, with this patience, could have come so far."""
    return patience is None or moment - now <= patience + interval + SKEW


class Pacer(Protocol):
    """Spaces out what all processes together ask of a service."""

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """
        Take the next free moment of this service, and commit.

        Who has no patience until then is told when it is, and does not take it. No two callers, in
        whatever processes, take moments that are closer together than `interval`. A moment that is
        further away than patience could lead to, and for which the service did not ask, is let go:
        somebody's clock was ahead.
        """
        ...


class CourteousPacer(Pacer, Protocol):
    """A pacer that also has a service left alone, by whatever process, when it asks for that."""

    def free_at(self, service: str, *, now: datetime) -> datetime:
        """When this service is free next; nothing is taken."""
        ...

    def hold(self, service: str, *, until: datetime) -> None:
        """Have nobody ask this service before then, count one more refusal, and commit."""
        ...

    def refusals(self, service: str) -> int:
        """How often in a row this service has asked to be left alone."""
        ...

    def answered(self, service: str) -> None:
        """Begin to count its refusals anew, and commit."""
        ...
