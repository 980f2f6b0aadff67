"""The pace at which a service is asked, by whatever process."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Pacer(Protocol):
    """Spaces out what all processes together ask of a service."""

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """
        Take the next free moment of this service, and commit.

        Who has no patience until then is told when it is, and does not take it. No two callers, in
        whatever processes, take moments that are closer together than `interval`.
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
