"""A run through OpenPhone's history: which stretch of it, how far it is, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.ids import ReconciliationId
from openphone_crm.remote import FetchedKind, Surface, Window

DELIVERY: Final = "delivery"
"""What stands beside the kinds of resources in the figures: a delivery that only OpenPhone's log knew of."""


class RunState(StrEnum):
    """Whether a run is over; one that nobody works on goes on where it is."""

    RUNNING = "running"
    DONE = "done"


class Stage(StrEnum):
    """What a run goes through, in this order."""

    MESSAGES = "messages"
    CALLS = "calls"
    DELIVERIES = "deliveries"
    END = "end"

    @property
    def next(self) -> Stage:
        """The stage after this one."""
        stages = list(Stage)
        return stages[stages.index(self) + 1]


@attrs.frozen
class Tally:
    """How many things were looked at, how many of them were not here, and how many are now."""

    checked: int = 0
    missing: int = 0
    healed: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.checked + other.checked, self.missing + other.missing, self.healed + other.healed)


Tallies = Mapping[str, Tally]
"""A tally for each kind of resource."""


@attrs.frozen(kw_only=True)
class PartsToAsk:
    """Parts of a call that come along with nothing, and are asked for by themselves."""

    call_id: str
    began_at: datetime
    kinds: tuple[FetchedKind, ...]


@attrs.frozen(kw_only=True)
class Whereabouts:
    """
    Where a run is, so that any process can go on from there.

    `at` is when what was looked at last had happened. `to_ask` are the parts still to be asked for, before
    anything else, and `refused` the kinds that the plan of the workspace does not have.
    """

    stage: Stage = Stage.MESSAGES
    cursor: str | None = None
    at: datetime | None = None
    to_ask: tuple[PartsToAsk, ...] = ()
    refused: tuple[FetchedKind, ...] = ()

    def onward(self, cursor: str | None) -> Whereabouts:
        """Where it goes on: at the cursor, or with the next stage."""
        if cursor is not None:
            return attrs.evolve(self, cursor=cursor)
        return attrs.evolve(self, stage=self.stage.next, cursor=None, at=None)


@attrs.frozen(kw_only=True)
class Reconciliation:
    """A run; `surface` is the API that answers, once it is known."""

    id: ReconciliationId
    since: datetime
    until: datetime
    started_at: datetime
    updated_at: datetime
    is_scheduled: bool = False
    state: RunState = RunState.RUNNING
    surface: Surface | None = None
    whereabouts: Whereabouts = attrs.field(factory=Whereabouts)
    tallies: Tallies = attrs.field(factory=dict)
    ended_at: datetime | None = None

    @property
    def window(self) -> Window:
        """The stretch of time that it goes through."""
        return Window(self.since, self.until)

    @property
    def total(self) -> Tally:
        """What was found of all kinds."""
        return total_of(self.tallies.values())

    def stepped(self, whereabouts: Whereabouts, found: Tallies, at: datetime) -> Reconciliation:
        """This run, a step further; over when nothing is left."""
        kinds = [*self.tallies, *(kind for kind in found if kind not in self.tallies)]
        nothing = Tally()
        tallies = {kind: self.tallies.get(kind, nothing) + found.get(kind, nothing) for kind in kinds}
        run = attrs.evolve(self, whereabouts=whereabouts, tallies=tallies, updated_at=at)
        if whereabouts.stage is not Stage.END or whereabouts.to_ask:
            return run
        return attrs.evolve(run, state=RunState.DONE, ended_at=at)


@attrs.frozen(kw_only=True)
class ReconciliationFigures:
    """The run that was worked on last, and what all came to: of late, and in all."""

    latest: Reconciliation | None
    recent: Tally
    total: Tally


def total_of(tallies: Iterable[Tally]) -> Tally:
    """
    All of them together.

    >>> total_of([Tally(5, 1, 1), Tally(2)])
    Tally(checked=7, missing=1, healed=1)
    """
    return sum(tallies, Tally())
