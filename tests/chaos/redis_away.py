"""Redis is away, comes back with nothing, is emptied: the bell is silent, and nothing else changes (R5)."""

from __future__ import annotations

import time

from tests.chaos.board import Board
from tests.chaos.figures import Figures
from tests.chaos.installation import Servers, installed
from tests.chaos.plan import Plan
from tests.chaos.stage import Stage, staged
from tests.chaos.traffic import everyday, plain

FLUSHES = 3
AROUND_S = 1.0


def redis_away(servers: Servers, plan: Plan, board: Board) -> Figures:
    """Let deliveries come in while Redis is away and while it is emptied: all are acknowledged and done."""
    with (
        installed(servers, plan) as installation,
        staged(installation, board, everyday(plain), rate=plan.rate) as stage,
    ):
        stage.pause(AROUND_S)
        done_meanwhile = _away(stage, plan.redis_away_s)
        for number in range(FLUSHES):
            board.say(f"FLUSHALL {number + 1}/{FLUSHES}")
            servers.redis.flush()
            stage.pause(AROUND_S)
        faults = stage.settle()
        refused = [one for one in stage.sender.answers if not one.is_accepted]
        if refused:
            faults.append(f"{len(refused)} posts got no 2xx, the first {refused[0].status}")
        done = f"Redis away for {plan.redis_away_s:.0f} s, then emptied {FLUSHES} times"
        seen = [f"processed while it was away: {done_meanwhile}"]
        return stage.figures("redis-away", done, stage.verdict(), seen=seen, faults=faults)


def _away(stage: Stage, seconds: float) -> int:
    """Kill Redis, and start it when the time is over; how much was processed meanwhile."""
    evidence, redis = stage.installation.evidence, stage.installation.servers.redis
    before, began = evidence.done() or 0, time.monotonic()
    redis.kill()
    while (left := began + seconds - time.monotonic()) > 0:
        stage.board.say(f"Redis away, {left:.0f} s more")
        stage.pause(min(left, 1))
    done = (evidence.done() or 0) - before
    redis.start()
    return done
