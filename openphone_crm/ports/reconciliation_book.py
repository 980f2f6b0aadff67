"""The runs through OpenPhone's history, and what was received by whatever way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from openphone_crm.ids import EventId, ReconciliationId
from openphone_crm.reconciliation.runs import Reconciliation, ReconciliationFigures
from openphone_crm.reconciliation.windows import Stretch


@attrs.frozen
class Hold:
    """Who works on a run, and until when nobody else does."""

    by: str
    until: datetime


@attrs.frozen(kw_only=True)
class HistoryEvent:
    """An event that brought something long over, and still says what."""

    id: EventId
    body: bytes = attrs.field(repr=False)


class ReconciliationBook(Protocol):
    """Keeps runs, each in one hand at a time."""

    def begin(self, run: Reconciliation, hold: Hold, *, unless_since: datetime | None = None) -> bool:
        """
        Keep a new run in the hand of its holder, and commit.

        With `unless_since` it is False, and nothing is kept, when a scheduled run is unfinished or has
        begun at that moment or later: of many that begin at once exactly one does.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def take(self, run_id: ReconciliationId, hold: Hold, *, now: datetime) -> Reconciliation | None:
        """
        Take an unfinished run up where it is, and commit.

        None when there is none of this id, it is over, or somebody else has it now.
        """
        ...

    def save(self, run: Reconciliation, *, by: str, until: datetime | None) -> None:
        """
        Keep how far a run is, and commit; without `until` it is given back.

        Raises:
            LeaseLostError: When it is in another hand by now.
            UnavailableError: When the store is away.
        """
        ...

    def unfinished(self) -> Sequence[Reconciliation]:
        """Those that are not over, the newest first."""
        ...

    def covered(self) -> Sequence[Stretch]:
        """The stretches of time that were gone through to their end, the earliest first."""
        ...

    def figures(self, *, since: datetime) -> ReconciliationFigures:
        """What was found by runs that were worked on since then, and by all."""
        ...


class Receipts(Protocol):
    """Looks at what was received, by whatever way."""

    def known(self, delivery_keys: Collection[str]) -> frozenset[str]:
        """Those of these keys under which something was received."""
        ...

    def history(self, *, limit: int, after: EventId | None = None) -> Sequence[HistoryEvent]:
        """Events that brought history and still say it, by their ids, from the one after that on."""
        ...
