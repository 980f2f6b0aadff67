"""The command that tries dead letters again."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from entrypoints import replay
from entrypoints.command_line import example, migrated_application
from entrypoints.stopping import Stopping
from openphone_crm.retry_jobs import JobState

INTERRUPTED = 130


@click.command(
    "replay", epilog=example("python -m entrypoints replay --type call.missed --since 2026-01-31 --dry-run")
)
@click.option("--status", default="failed", show_default=True, help="Only what is failed can be retried.")
@click.option("--type", "event_type", metavar="T", help="Only events of this type, such as call.missed.")
@click.option("--since", metavar="T", help="Only what was received from this time on, in ISO 8601.")
@click.option("--dry-run", is_flag=True, help="Say what would be retried, and retry nothing.")
def replay_(*, status: str, event_type: str | None, since: str | None, dry_run: bool) -> None:
    """
    Retry failed events; Ctrl-C cancels what has not begun.

    Without CRM_REDIS_URL they are worked on here, else by the workers. Ends with status 1 when some
    failed again.
    """
    wanted = replay.filter_of(status=status, event_type=event_type, since=since)
    with migrated_application() as application:
        if dry_run:
            Console().print(replay.table_of_preview(application.retrying, wanted))
            return
        stopping = Stopping()
        stopping.listen_to_signals()
        job = replay.replay(application, wanted, stopping=stopping)
    click.echo(replay.summary_of(job))
    sys.exit(INTERRUPTED if job.state is JobState.CANCELLED else int(job.failed > 0))
