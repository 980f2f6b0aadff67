"""The command that says whether this machine could serve."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from entrypoints import check as checking
from entrypoints.command_line import example, load_settings


@click.command(epilog=example("python -m entrypoints check"))
def check() -> None:
    """Show the settings, and whether everything is ready."""
    faults = checking.check(load_settings(), Console())
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)
