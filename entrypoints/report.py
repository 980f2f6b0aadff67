"""The daily report on a terminal, or as plain text where there is none."""

from __future__ import annotations

from datetime import tzinfo

import click
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from entrypoints.bootstrap import Application
from openphone_crm.report_texts import actions_of, headline_of, summary_of, text_of, what_of, when_of
from openphone_crm.reports import DailyReport, parse_day


def show_report(application: Application, date: str | None, console: Console) -> None:
    """
    Print the report of a day, or of yesterday.

    Raises:
        InvalidInputError: When the date is none, or has not come yet.
    """
    reports = application.reports
    report = reports.report(parse_day(date) if date is not None else reports.yesterday())
    if not console.is_terminal:
        click.echo(text_of(report, reports.timezone))
        return
    console.print(f"[bold]{headline_of(report)}[/bold]\n{summary_of(report)}")
    if report.groups:
        console.print(Padding(_table(report, reports.timezone), (1, 0, 0, 0)))


def _table(report: DailyReport, timezone: tzinfo) -> Table:
    table = Table("what failed", "when", "what happened, and what helps", "so far", show_lines=True)
    for group in report.groups:
        links = (f"{action}: {link}" for action, link in actions_of(group))
        happened = "\n".join((group.explanation, *links, f"For whoever mends it: {group.cause}"))
        cells = (what_of(group), when_of(group, timezone), happened, group.done)
        table.add_row(*map(escape, cells))
    return table
