"""More critical events than can be worked on, for a long time: standard and low ones still move (R11)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from openphone_crm.priority import Priority
from tests.chaos.board import Board
from tests.chaos.figures import Figures
from tests.chaos.installation import Servers, installed
from tests.chaos.misbehaving import marked
from tests.chaos.plan import Plan
from tests.chaos.stage import Stage, staged
from tests.chaos.traffic import Parcel, everyday, parcel, plain, received

WORK_MS = 25
"""Of processor time for each critical event: one worker can do forty a second, and gets more than that."""
FLOOD = 54
TRICKLE = 6
BOUNDS = {Priority.STANDARD: timedelta(minutes=2), Priority.LOW: timedelta(minutes=5)}


def fairness(servers: Servers, plan: Plan, board: Board) -> Figures:
    """Keep a backlog of critical events, and see how long the others wait."""
    with (
        installed(servers, plan) as installation,
        staged(installation, board, _parcels(), rate=FLOOD + TRICKLE) as stage,
    ):
        least, most = _saturated(stage, plan.fairness_s)
        faults = stage.settle(max(plan.fairness_s * 2, 120))
        if not least:
            faults.append("the critical worker once had nothing to do: the flood was too small")
        seen = [f"critical backlog {least} to {most} events"]
        done = f"critical saturated for {plan.fairness_s:.0f} s by {FLOOD} a second of {WORK_MS} ms"
        return stage.figures("fairness", done, stage.verdict(BOUNDS), seen=seen, faults=faults)


def _parcels() -> Iterator[Parcel]:
    """Yield everyday traffic, with a flood of critical events between any two of it."""
    flood, share = 0, FLOOD // TRICKLE
    for one in everyday(plain):
        yield one
        for _ in range(share):
            flood += 1
            # Numbers that the everyday traffic will not come to.
            number = 10**9 + flood
            text = marked(plain(number), "work", WORK_MS)
            yield parcel(number, received, Priority.CRITICAL, text=text)


def _saturated(stage: Stage, seconds: float) -> tuple[int, int]:
    """Wait; the least and the most critical events that were due meanwhile, once the flood had begun."""
    evidence = stage.installation.evidence
    stage.wait_until(lambda: evidence.due(Priority.CRITICAL) > 0, limit_s=seconds)
    ends, backlogs = time.monotonic() + seconds, [evidence.due(Priority.CRITICAL)]
    while (left := ends - time.monotonic()) > 0:
        stage.board.say(f"{backlogs[-1]} critical events wait, {left:.0f} s more")
        stage.pause(min(left, 1))
        backlogs.append(evidence.due(Priority.CRITICAL))
    return min(backlogs), max(backlogs)
