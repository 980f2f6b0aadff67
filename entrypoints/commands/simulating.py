"""The command that sends the traffic of a small shop."""

from __future__ import annotations

import sys

import click

from entrypoints import simulate
from entrypoints.command_line import example


@click.command(
    "simulate",
    epilog=example("python -m entrypoints simulate --url http://127.0.0.1:8000 --key whsec_... --count 500"),
)
@click.option("--url", required=True, help="The server, or the full address of its webhook.")
@click.option("--key", required=True, help="One of the server's CRM_WEBHOOK_KEYS.")
@click.option("--generation", type=click.Choice(simulate.GENERATIONS), help="[default: as the key signs]")
@click.option("--rate", type=float, default=20, show_default=True, help="Deliveries a second.")
@click.option("--count", type=click.IntRange(1), help="[default: until Ctrl-C]")
def simulate_(url: str, key: str, generation: str | None, rate: float, count: int | None) -> None:
    """Send signed traffic of a small shop to a server."""
    traffic = simulate.Traffic.checked(url=url, key=key, generation=generation, rate=rate, count=count)
    sys.exit(0 if simulate.simulate(traffic) else 1)
