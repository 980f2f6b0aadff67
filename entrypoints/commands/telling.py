"""The commands that show what was: the costs of reading, and the failures of a day."""

from __future__ import annotations

import click
from rich.console import Console

from entrypoints import report
from entrypoints.command_line import example, migrated_application
from entrypoints.costs import show_costs


@click.command(epilog=example("python -m entrypoints costs"))
def costs() -> None:
    """Show what reading cost, by month and model; unknown calls count as estimated."""
    with migrated_application() as application:
        budget_usd = application.settings.gemini_monthly_budget_usd
        show_costs(application.database.readings.months(), Console(), budget_usd=budget_usd)


@click.command("report", epilog=example("python -m entrypoints report --date 2026-01-31"))
@click.option("--date", metavar="YYYY-MM-DD", help="[default: yesterday, where CRM_TIMEZONE is]")
def report_(date: str | None) -> None:
    """Show what failed on a day, why, and what became of it."""
    with migrated_application() as application:
        report.show_report(application, date, Console())
