"""The command that shows how everything is."""

from __future__ import annotations

import sys

import click
import orjson
from rich.console import Console

from adapters.falcon_http.api.status_documents import status_document
from entrypoints.command_line import example, migrated_application
from entrypoints.status_board import status_board_of
from entrypoints.status_shown import show_status


@click.command(epilog=example("python -m entrypoints status --json"))
@click.option("--json", "as_json", is_flag=True, help="Print what GET /api/v1/status answers.")
def status(*, as_json: bool) -> None:
    """
    Show how everything is: alerts, queues, metrics, health, cost, and what is off.

    Ends with status 1 while an alert is open, and when the database is away.
    """
    with migrated_application() as application:
        document = status_document(status_board_of(application).now())
    if as_json:
        click.echo(orjson.dumps(document).decode())
    else:
        show_status(document, Console())
    sys.exit(1 if document["alerts"] else 0)
