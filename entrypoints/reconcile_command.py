"""`reconcile`: OpenPhone's history compared with ours, and what is missing brought in."""

from __future__ import annotations

import sys
from typing import Final

import click
from rich.console import Console

from adapters.openphone_rest import OpenPhoneRest
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.command_line import example, load_settings
from entrypoints.openphone import OPENPHONE_API_KEY
from entrypoints.reading_history import read_history
from entrypoints.reconcile import Begun, Span, begin, introduction, looked_through, window_of
from entrypoints.reconcile import reconcile as go_through
from entrypoints.reconciling import reconciling_of
from entrypoints.reconciling_shown import table_of
from entrypoints.stopping import Stopping
from openphone_crm.reconciliation.runs import Reconciliation, RunState
from openphone_crm.remote import Surface

INTERRUPTED: Final = 130

_GOES_ON: Final = "Interrupted: the same command goes on from here."
_NO_LOG: Final = (
    "The workspace has only the older API: changes of contacts that no webhook brought cannot be found."
)


@click.command(epilog=example("python -m entrypoints reconcile --since 2026-01-31 --dry-run"))
@click.option("--since", metavar="T", help="From when on, in ISO 8601.  [default: where the last run ended]")
@click.option("--until", metavar="T", help="Up to when, in ISO 8601.  [default: now]")
@click.option("--dry-run", is_flag=True, help="Say what is missing, and bring nothing in.")
@click.option("--extract", is_flag=True, help="Afterwards have the words of the history read, after asking.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reconcile(*, since: str | None, until: str | None, dry_run: bool, extract: bool, yes: bool) -> None:
    """
    Find what OpenPhone knows and no webhook has brought, and bring it in.

    The first time it goes through all that is kept, which may take hours; the scheduler goes through the last
    hours by itself. Ctrl-C leaves it where it is. Without CRM_REDIS_URL what is found is worked on here.
    """
    span = Span.read(since, until)
    settings = load_settings(needs=[OPENPHONE_API_KEY])
    stopping = Stopping()
    stopping.listen_to_signals()
    with bootstrap(settings) as application:
        application.database.check()
        assert application.openphone is not None  # noqa: S101 - its key was needed above
        run = _gone_through(application, application.openphone, span, stopping, is_dry=dry_run)
        Console().print(table_of(run, is_dry=dry_run))
        if run.surface is Surface.V1:
            click.echo(_NO_LOG, err=True)
        if run.state is not RunState.DONE:
            click.echo(_GOES_ON if not dry_run else "Interrupted.", err=True)
            sys.exit(INTERRUPTED)
        if extract and not dry_run:
            read_history(application, is_agreed=yes)


def _gone_through(
    application: Application, openphone: OpenPhoneRest, span: Span, stopping: Stopping, *, is_dry: bool
) -> Reconciliation:
    reconciling = reconciling_of(application, openphone, label="reconcile", is_dry=is_dry)
    if is_dry:
        run = reconciling.looked_at(window_of(reconciling, span))
        click.echo(introduction(Begun(run), span, reconciling), err=True)
        return looked_through(reconciling, run, stopping=stopping)
    begun = begin(reconciling, span, stopping=stopping)
    click.echo(introduction(begun, span, reconciling), err=True)
    return go_through(application, reconciling, begun.run, stopping=stopping)
