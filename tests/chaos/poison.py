"""Events that fail, end their process or hang, among many that are well (R10)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice, product

import attrs

from tests.chaos.board import Board
from tests.chaos.figures import Figures
from tests.chaos.installation import Servers, installed
from tests.chaos.misbehaving import marked
from tests.chaos.plan import Plan
from tests.chaos.stage import Stage, staged
from tests.chaos.traffic import CYCLE, PROCESSED, WITH_TEXT, Parcel, everyday, parcel, plain

RATE = 150
HUNDRED = 100
LIMIT_S = 60.0
LIMIT_OF_EACH_S = 1.5
"""Every loss takes a lease, and those who share a worker take turns."""


@attrs.frozen
class Kind:
    """A way to misbehave, by one deed or another, and the outcome that every attempt at it has."""

    place: int
    """Which of each hundred of events it is."""
    deeds: tuple[str, ...]
    outcome: str


KINDS = (
    Kind(18, ("raise",), "failed"),
    Kind(42, ("kill", "abort"), "lost"),
    Kind(78, ("hang", "sleep"), "lost"),
)


def poison(servers: Servers, plan: Plan, board: Board) -> Figures:
    """Send 1 % of each kind of poison: the rest is processed, and the poison ends in the dead letters."""
    with (
        installed(servers, attrs.evolve(plan, time_limits=plan.poison_limits)) as installation,
        staged(installation, board, _parcels(plan.events), rate=RATE) as stage,
    ):
        began = time.monotonic()
        rest_s = _until_the_rest_is_done(stage, plan.events)
        faults = stage.settle(_limit_s(plan.events))
        verdict = stage.verdict()
        if verdict.blamed:
            faults.append(f"{len(verdict.blamed)} innocent events were blamed: {verdict.blamed[0]}")
        bad = sum(one.outcome != PROCESSED for one in stage.sender.sent)
        seen = [
            f"{bad} events of poison, all dead letters {time.monotonic() - began:.0f} s after the first post",
            f"the last of the others was processed after {rest_s:.0f} s",
        ]
        done = f"of {plan.events} events 1 % raise, 1 % end their process, 1 % hang"
        return stage.figures("poison", done, verdict, seen=seen, faults=faults)


def _parcels(events: int) -> Iterator[Parcel]:
    bad = {one.number: one for one in _poison(events // HUNDRED)}
    for number, well in enumerate(islice(everyday(plain), events)):
        yield bad[number].parcel if number in bad else well


@attrs.frozen
class _Poison:
    number: int
    parcel: Parcel


def _poison(hundreds: int) -> Iterator[_Poison]:
    """Make one of each kind for every hundred of events, for the queues in turn."""
    for hundred, (turn, kind) in product(range(hundreds), enumerate(KINDS)):
        # A cycle begins with a text, without which nothing else of the cycle is missing.
        number = (hundred * HUNDRED + kind.place) // CYCLE * CYCLE
        happening, priority = WITH_TEXT[(hundred + turn) % len(WITH_TEXT)]
        text = marked(plain(number), kind.deeds[hundred % len(kind.deeds)])
        yield _Poison(number, parcel(number, happening, priority, text=text, outcome=kind.outcome))


def _until_the_rest_is_done(stage: Stage, events: int) -> float:
    """Wait until all that is well has been processed, however long the poison takes; how long that was."""
    began = time.monotonic()
    stage.board.say("waiting for those that are well")
    well = events - len(KINDS) * (events // HUNDRED)
    stage.wait_until(lambda: (stage.installation.evidence.done() or 0) >= well, limit_s=_limit_s(events))
    return time.monotonic() - began


def _limit_s(events: int) -> float:
    return LIMIT_S + LIMIT_OF_EACH_S * events
