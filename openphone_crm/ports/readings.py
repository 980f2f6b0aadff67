"""What was read before, so that nothing is paid for twice; and what it cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import attrs

from openphone_crm.extraction.costs import MonthOfCalls
from openphone_crm.extraction.readings import Finding, ReadingOutcome
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId


@attrs.frozen(kw_only=True)
class KeptReading:
    """How the reading of one text ended, and what was found in it."""

    outcome: ReadingOutcome
    findings: tuple[Finding, ...] = ()


class Readings(Protocol):
    """Remembers for every text, by its digest and the model, how reading it ended."""

    def known(self, digests: Collection[str], *, model: str) -> Mapping[str, KeptReading]:
        """What was read of these texts before, by this model and prompt."""
        ...

    def begin(self, call: ModelCall, digests: Sequence[str], *, patience: timedelta) -> bool:
        """
        Write a call down before it is made, and have its texts to oneself; commit.

        False, and nothing is written, when somebody else is reading one of the texts right now:
        when a call over it was begun less than `patience` before this one and has not ended.
        """
        ...

    def end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        """Write down how a call ended and what was read of which text; commit. Texts not kept are free."""
        ...

    def forget(self, digests: Collection[str]) -> None:
        """Keep nothing of what was read of these texts, by whatever model; what calls cost stays."""
        ...

    def spent(self, *, since: datetime) -> float:
        """What all calls since then cost in US dollars, those that never ended as estimated."""
        ...

    def months(self) -> Sequence[MonthOfCalls]:
        """What was spent by month and model, the newest month first."""
        ...

    def call(self, call_id: ModelCallId) -> ModelCall | None:
        """One call."""
        ...


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
