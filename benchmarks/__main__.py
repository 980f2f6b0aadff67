"""`python -m benchmarks`: measure intake, processing, or both."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from benchmarks import ack as acknowledging
from benchmarks import drain as draining
from benchmarks import status as asking

_CONSOLE = Console()


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Measure everything on this machine, or what is named; wrong counts end with 1, slow ones do not."""
    if context.invoked_subcommand is None:
        context.invoke(all_)


@main.command()
@click.option("--rate", default=100, show_default=True, help="Deliveries a second of the steady load.")
@click.option("--seconds", default=15, show_default=True, help="How long that load lasts.")
@click.option("--saturated", default=10_000, show_default=True, help="Deliveries sent as fast as it goes.")
@click.option("--with-workers", is_flag=True, help="Have them worked on meanwhile.")
def ack(*, rate: int, seconds: int, saturated: int, with_workers: bool) -> None:
    """Post signed webhooks to the server as it is shipped."""
    plan = acknowledging.Plan(rate=rate, seconds=seconds, saturated=saturated, with_workers=with_workers)
    done = acknowledging.acknowledge(_CONSOLE, plan)
    acknowledging.show(_CONSOLE, done)
    _exit_unless(is_well=done.is_well)


@main.command()
@click.option("--events", default=5_000, show_default=True, help="Deliveries in the backlog.")
@click.option("--processes", default=2, show_default=True, help="Workers that share it.")
@click.option("--sqlite", is_flag=True, help="On a SQLite file, with one process.")
def drain(*, events: int, processes: int, sqlite: bool) -> None:
    """Work off a backlog of mixed webhooks."""
    drained = (
        draining.drain_sqlite(_CONSOLE, events=events)
        if sqlite
        else draining.drain_postgresql(_CONSOLE, events=events, processes=processes)
    )
    draining.show(_CONSOLE, drained)
    _exit_unless(is_well=drained.is_well)


@main.command()
@click.option("--events", default=2_000_000, show_default=True, help="Events in the full database.")
def status(*, events: int) -> None:
    """Ask how everything is, with nothing in the database and with very much in it."""
    compared = asking.compare(_CONSOLE, events=events)
    asking.show(_CONSOLE, compared)
    _exit_unless(is_well=compared.is_well)


@main.command("all")
@click.pass_context
def all_(context: click.Context) -> None:
    """Measure everything, as the other commands do without options."""
    for command, options in ((ack, {}), (drain, {}), (drain, {"sqlite": True})):
        context.invoke(command, **options)


def _exit_unless(*, is_well: bool) -> None:
    if not is_well:
        sys.exit(1)


if __name__ == "__main__":
    main()
