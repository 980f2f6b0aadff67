"""`kill -9`, again and again: of each process, and of all at once (R4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import psutil

from openphone_crm.priority import Priority
from tests.chaos.board import Board
from tests.chaos.figures import Figures
from tests.chaos.installation import Servers, installed
from tests.chaos.plan import Plan
from tests.chaos.program import Program
from tests.chaos.stage import Stage, staged
from tests.chaos.traffic import everyday, of_three_lengths
from tests.integration.server_process import end_orphan

RECOVERED = {Priority.CRITICAL: timedelta(seconds=60)}
WARM_UP_S = 2.0
DOWN_S = 1.0


def kills(servers: Servers, plan: Plan, board: Board) -> Figures:
    """Kill what the plan says, in an order that looks like chance, while traffic of all priorities flows."""
    chance = Random(plan.seed)  # noqa: S311 - the same seed shall give the same order
    order = [target for target, times in plan.kills.items() for _ in range(times)]
    chance.shuffle(order)
    with (
        installed(servers, plan) as installation,
        staged(installation, board, everyday(of_three_lengths), rate=plan.rate) as stage,
    ):
        stage.pause(WARM_UP_S)
        for number, target in enumerate(order, start=1):
            board.say(f"kill {number}/{len(order)}: {target}")
            _DEEDS[target](stage, chance)
            stage.pause(plan.pause_s * chance.uniform(0.5, 1.5))
        faults = stage.settle()
        verdict = stage.verdict(RECOVERED)
        seen = [
            f"{len(stage.struck)} events lost their worker",
            f"{len(verdict.blamed)} innocent events with an attempt that did not succeed",
        ]
        return stage.figures("kills", _in_words(plan.kills), verdict, seen=seen, faults=faults)


def _kill_web(stage: Stage, chance: Random) -> None:
    """Kill one of gunicorn's workers, or, as often as each of them, the arbiter."""
    web = stage.installation.web
    _kill_one(web, [None, *web.members()], chance)
    web.revive()


def _kill_workers(stage: Stage, chance: Random) -> None:
    """Kill the worker of one queue, or, as often as each of them, the supervisor; note what they held."""
    workers = stage.installation.workers
    victims = workers.members()
    pid = _kill_one(workers, [None, *victims], chance)
    _note_struck(stage, [pid] if pid else [])
    workers.revive()


def _kill_scheduler(stage: Stage, _: Random) -> None:
    stage.installation.scheduler.kill_main()
    stage.installation.scheduler.revive()


def _kill_redis(stage: Stage, _: Random) -> None:
    redis = stage.installation.servers.redis
    redis.kill()
    stage.pause(DOWN_S)
    redis.start()


def _kill_postgresql(stage: Stage, _: Random) -> None:
    postgresql = stage.installation.servers.postgresql
    postgresql.kill()
    stage.pause(DOWN_S)
    postgresql.start()


def _kill_all(stage: Stage, _: Random) -> None:
    """Kill every process of the installation, as when the machine dies, and start it."""
    installation = stage.installation
    pids = [child.pid for child in installation.workers.members()]
    for program in installation.programs:
        children = program.members()
        program.kill_main()
        for child in children:
            end_orphan(child)
    installation.servers.redis.kill()
    installation.servers.postgresql.kill()
    stage.pause(DOWN_S)
    installation.servers.postgresql.start()
    installation.servers.redis.start()
    _note_struck(stage, pids)
    for program in installation.programs:
        program.revive()


_DEEDS: Mapping[str, Callable[[Stage, Random], None]] = {
    "web": _kill_web,
    "workers": _kill_workers,
    "redis": _kill_redis,
    "postgresql": _kill_postgresql,
    "scheduler": _kill_scheduler,
    "all": _kill_all,
}


def _kill_one(program: Program, among: Sequence[psutil.Process | None], chance: Random) -> int | None:
    """Kill a child, and say which; None stands for the process that started it."""
    victim = chance.choice(among)
    if victim is None:
        program.kill_main()
        return None
    end_orphan(victim)
    return victim.pid


def _note_struck(stage: Stage, pids: Sequence[int]) -> None:
    now = datetime.now(UTC)
    held = stage.installation.evidence.held_by(pids)
    stage.struck.update(dict.fromkeys(held, now))


def _in_words(counts: Mapping[str, int]) -> str:
    return "killed " + ", ".join(f"{target} {times}" for target, times in counts.items())
