"""The command that checks the health once."""

from __future__ import annotations

import sys

import click

from entrypoints.command_line import example
from entrypoints.health_check import check_health
from entrypoints.stopping import Stopping


@click.command("health-check", epilog=example("python -m entrypoints health-check"))
def health_check_() -> None:
    """
    Text from CRM_MONITOR_NUMBER to CRM_MAIN_NUMBER, and wait for the webhook of that very text.

    Says within two minutes whether all is well, or which fault it is and what to do. Ends with status 1
    when something is wrong. It costs as much as any text.
    """
    stopping = Stopping()
    stopping.listen_to_signals()
    outcome = check_health(stopping)
    click.echo(outcome.text)
    sys.exit(outcome.status)
