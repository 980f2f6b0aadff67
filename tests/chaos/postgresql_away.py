"""PostgreSQL is away: nobody is told that a delivery is safe, and all of it comes again (R6)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from http import HTTPStatus

from tests.chaos.board import Board
from tests.chaos.figures import Figures
from tests.chaos.installation import Servers, installed
from tests.chaos.plan import Plan
from tests.chaos.sending import Answer
from tests.chaos.stage import Stage, staged
from tests.chaos.traffic import everyday, plain

AROUND_S = 2.0
RECOVERY_LIMIT_S = 60.0


def postgresql_away(servers: Servers, plan: Plan, board: Board) -> Figures:
    """Let deliveries come in while PostgreSQL is away: each is answered 503, and acknowledged afterwards."""
    with (
        installed(servers, plan) as installation,
        staged(installation, board, everyday(plain), rate=plan.rate) as stage,
    ):
        stage.pause(AROUND_S)
        answers = _away(stage, plan.postgresql_away_s)
        back = time.monotonic()
        accepted = stage.wait_until(
            lambda: _first_accepted(stage, back) is not None, limit_s=RECOVERY_LIMIT_S
        )
        faults = [] if accepted else [f"no 2xx within {RECOVERY_LIMIT_S:.0f} s of its return"]
        faults += [*_faults_in(answers), *stage.settle()]
        done = f"PostgreSQL away for {plan.postgresql_away_s:.0f} s"
        first = _first_accepted(stage, back)
        seen = [
            f"answered 503 with Retry-After: {len(answers)}, the slowest after {_slowest(answers):.1f} s",
            f"first 2xx {first.ended - back if first else 0:.1f} s after its return",
        ]
        return stage.figures("postgresql-away", done, stage.verdict(), seen=seen, faults=faults)


def _away(stage: Stage, seconds: float) -> Sequence[Answer]:
    """Kill PostgreSQL, and start it when the time is over; what the posts of that time were answered."""
    postgresql = stage.installation.servers.postgresql
    postgresql.kill()
    began = time.monotonic()
    while (left := began + seconds - time.monotonic()) > 0:
        stage.board.say(f"PostgreSQL away, {left:.0f} s more")
        stage.pause(min(left, 1))
    answers = stage.sender.between(began, time.monotonic())
    postgresql.start()
    return answers


def _faults_in(answers: Sequence[Answer]) -> list[str]:
    if not answers:
        return ["nothing was answered while it was away"]
    others = [one for one in answers if one.status != HTTPStatus.SERVICE_UNAVAILABLE or not one.says_when]
    return (
        [f"{len(others)} posts got no 503 with Retry-After, the first {others[0].status}"] if others else []
    )


def _first_accepted(stage: Stage, after: float) -> Answer | None:
    accepted = (one for one in list(stage.sender.answers) if one.is_accepted and one.began > after)
    return min(accepted, key=lambda one: one.ended, default=None)


def _slowest(answers: Sequence[Answer]) -> float:
    return max((one.ended - one.began for one in answers), default=0)
