"""`python -m tests.chaos`: cause accidents, count what came of them, and fail when a promise is broken."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any

import attrs
import click
from rich.console import Console

from tests.chaos.board import Board, showing
from tests.chaos.connections import connections
from tests.chaos.fairness import fairness
from tests.chaos.figures import Figures
from tests.chaos.installation import Servers, running_servers
from tests.chaos.kills import kills
from tests.chaos.load import load
from tests.chaos.plan import LONG, SHORT, KillCounts, Plan
from tests.chaos.poison import poison
from tests.chaos.postgresql_away import postgresql_away
from tests.chaos.redis_away import redis_away
from tests.chaos.report import table_of, write
from tests.integration.server_process import ServerError

Scenario = Callable[[Servers, Plan, Board], Figures]

SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "kills": kills,
        "redis-away": redis_away,
        "postgresql-away": postgresql_away,
        "connections": connections,
        "poison": poison,
        "fairness": fairness,
        "load": load,
    }
)
INTERRUPTED = 130

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_CONSOLE = Console()
_SECONDS = click.FloatRange(min=0, min_open=True)
_COUNT = click.IntRange(min=1)


@click.command()
@click.option("--long", "is_long", is_flag=True, help="The counts of the proof, which takes hours.")
@click.option("--only", multiple=True, type=click.Choice(list(SCENARIOS)), help="May be given again.")
@click.option(
    "--kills", type=KillCounts(), help="What to kill how often, such as web=100,workers=200,all=10."
)
@click.option("--pause", "pause_s", type=_SECONDS, help="Seconds from one kill to the next.")
@click.option("--rate", type=_SECONDS, help="Deliveries a second meanwhile.")
@click.option("--redis-away", "redis_away_s", type=_SECONDS, help="Seconds.")
@click.option("--postgresql-away", "postgresql_away_s", type=_SECONDS, help="Seconds.")
@click.option("--fault", "fault_s", type=_SECONDS, help="Seconds that a connection stays slow or silent.")
@click.option("--events", type=click.IntRange(min=100), help="Events with 1 % of each poison among them.")
@click.option("--fairness", "fairness_s", type=_SECONDS, help="Seconds of too many critical events.")
@click.option("--load-rate", type=_COUNT, help="Deliveries a second of the steady load.")
@click.option("--load", "load_s", type=_COUNT, help="Seconds of it.")
@click.option("--burst", type=_COUNT, help="Deliveries in one second.")
@click.option("--backlog", type=_COUNT, help="Deliveries that gather while no worker runs.")
@click.option("--seed", type=int, help="Another order of kills.")
@click.option(
    "--logs",
    type=click.Path(file_okay=False, path_type=Path),
    help="A directory for what the processes wrote.",
)
@click.option("--write", "is_written", is_flag=True, help="Put the figures into docs/reliability.md.")
def main(*, is_long: bool, only: Sequence[str], is_written: bool, **given: Any) -> None:  # noqa: ANN401 - of many types
    """Cause accidents with real processes; the short form, unless told otherwise."""
    for request in _STOPPING:
        signal.signal(request, _interrupt)
    plan = attrs.evolve(
        LONG if is_long else SHORT, **{name: value for name, value in given.items() if value is not None}
    )
    names = [name for name in SCENARIOS if not only or name in only]
    found: list[Figures] = []
    status = _run(plan, names, found)
    if found:
        _CONSOLE.print(table_of(found))
    if is_written:
        write(found, list(SCENARIOS))
    sys.exit(status or any(not figures.is_passed for figures in found))


def _run(plan: Plan, names: Sequence[str], found: list[Figures]) -> int:
    """Play the scenarios, and add what they found; the exit status so far."""
    try:
        _play(plan, names, found)
    except KeyboardInterrupt:
        _CONSOLE.print("Stopped; nothing is left running.")
        return INTERRUPTED
    except ServerError as error:
        _CONSOLE.print(f"[red]{names[len(found)]}: {error}", highlight=False)
        return 1
    return 0


def _play(plan: Plan, names: Sequence[str], found: list[Figures]) -> None:
    with showing(_CONSOLE) as board, running_servers() as servers:
        for name in names:
            board.begin(name)
            began = time.monotonic()
            its_own = attrs.evolve(plan, logs=plan.logs and plan.logs / name)
            figures = attrs.evolve(SCENARIOS[name](servers, its_own, board), seconds=time.monotonic() - began)
            _tell(figures)
            found.append(figures)


def _tell(figures: Figures) -> None:
    """Say how a scenario went as soon as it is over."""
    mark = "[green]passed[/]" if figures.is_passed else "[red]FAILED[/]"
    _CONSOLE.print(f"{mark} [bold]{figures.scenario}[/] in {figures.seconds:.0f} s: {figures.done}")
    for line in figures.seen:
        _CONSOLE.print(f"  {line}", highlight=False)
    for line in figures.faults:
        _CONSOLE.print(f"  [red]{line}", highlight=False)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Stop, once: a second request would only break into the cleaning up."""
    for request in _STOPPING:
        signal.signal(request, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
