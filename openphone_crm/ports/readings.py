"""What was read before, so that nothing is paid for twice; and what it cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
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


class Hindrance(StrEnum):
    """What can stand in the way of a call."""

    BEING_READ = "being read"
    OVER_BUDGET = "over budget"


class Readings(Protocol):
    """Remembers for every text, by its digest and the model, how reading it ended."""

    def known(self, digests: Collection[str], *, model: str) -> Mapping[str, KeptReading]:
        """What was read of these texts before, by this model and prompt."""
        ...

    def begin(
        self, call: ModelCall, digests: Sequence[str], *, patience: timedelta, budget_usd: float | None = None
    ) -> Hindrance | None:
        """
        Write a call down before it is made, and have its texts to oneself; commit.

        Nothing is written, and what stands in the way is told, when somebody else is reading one of the
        texts right now: when a call over it was begun less than `patience` before this one and has not
        ended. So it is when the month would cost more than the budget, should this call and all that are
        under way cost the most that they can.
        """
        ...

    def end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        """Write down how a call ended and what was read of which text; commit. Texts not kept are free."""
        ...

    def forget(self, digests: Collection[str]) -> None:
        """Keep nothing of what was read of these texts, by whatever model; what calls cost stays."""
        ...

    def spent(self, month: datetime) -> float:
        """What a month, told by its first moment, cost in US dollars; unknown calls as estimated."""
        ...

    def months(self) -> Sequence[MonthOfCalls]:
        """What was spent by month and model, the newest month first; it outlives the calls."""
        ...

    def call(self, call_id: ModelCallId) -> ModelCall | None:
        """One call."""
        ...
