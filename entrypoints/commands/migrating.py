"""The command that makes the tables."""

from __future__ import annotations

import click

from entrypoints import preparing
from entrypoints.command_line import example, load_settings


@click.command(epilog=example("python -m entrypoints migrate"))
def migrate() -> None:
    """Bring the database to the newest form."""
    settings = load_settings()
    preparing.migrate(settings)
    click.echo("The tables are up to date.", err=True)
