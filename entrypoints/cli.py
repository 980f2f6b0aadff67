"""The commands."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from entrypoints import check as checking
from entrypoints import preparing, replay, report, scheduler, server, simulate, worker
from entrypoints.command_line import (
    Commands,
    example,
    load_settings,
    migrated_application,
    warn_of_unknown,
)
from entrypoints.costs import show_costs
from entrypoints.dev import Dev
from entrypoints.evaluating.command import evaluate
from entrypoints.health_check import check_health
from entrypoints.logs import configure_logs, log_the_uncaught
from entrypoints.privacy_commands import erase, prune
from entrypoints.reconcile_command import reconcile
from entrypoints.settings import REDIS_URL, WEBHOOK_KEYS, environment
from entrypoints.status_command import status
from entrypoints.stopping import Stopping
from entrypoints.token_commands import token
from entrypoints.tracing import see_that_traces_can_be_sent
from entrypoints.webhook_commands import webhooks
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import JobState

HIGHEST_PORT = 65_535
INTERRUPTED = 130

_PORT = click.IntRange(0, HIGHEST_PORT)
_DIRECTORY = click.Path(file_okay=False, path_type=Path)
_QUEUE = click.Choice([priority.label for priority in Priority])


@click.group(cls=Commands)
def commands() -> None:
    """
    Turn OpenPhone (Quo) webhooks into a CRM.

    Settings come from the environment, and from a file named .env for what the environment does not name.
    """


commands.add_command(token)
commands.add_command(prune)
commands.add_command(erase)
commands.add_command(evaluate)
commands.add_command(reconcile)
commands.add_command(status)
commands.add_command(webhooks)


@commands.command(epilog=example("python -m entrypoints dev --port 9000"))
@click.option("--port", type=_PORT, default=8000, show_default=True, help="0 takes any that is free.")
@click.option(
    "--data-dir", type=_DIRECTORY, default=Path("var"), show_default=True, help="Where all is kept."
)
@click.option("--no-simulator", is_flag=True, help="Do without the fake OpenPhone.")
def dev(*, port: int, data_dir: Path, no_simulator: bool) -> None:
    """Run everything here, for a developer: server, workers, scheduler and a fake OpenPhone."""
    environ = environment()
    configure_logs(readable=True)
    development = Dev(port=port, data_directory=data_dir, has_simulator=not no_simulator)
    settings = development.settings(environ)
    configure_logs(settings, readable=True)
    log_the_uncaught()
    warn_of_unknown(environ)
    see_that_traces_can_be_sent(settings)
    development.run(settings)


@commands.command(epilog=example("python -m entrypoints serve --bind 0.0.0.0:8000"))
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
def serve(bind: str) -> None:
    """
    Serve webhooks and the API.

    Without CRM_REDIS_URL the workers and the scheduler run inside the one serving process.
    """
    settings = load_settings(needs=[WEBHOOK_KEYS])
    configure_logs(settings, readable=False)
    log_the_uncaught()
    see_that_traces_can_be_sent(settings)
    server.serve(settings, bind)


@commands.command("worker", epilog=example("python -m entrypoints worker critical standard"))
@click.argument("queues", nargs=-1, type=_QUEUE)
def worker_(queues: tuple[str, ...]) -> None:
    """Work: one process for each queue named, all three when none is."""
    settings = load_settings(needs=[REDIS_URL])
    log_the_uncaught()
    see_that_traces_can_be_sent(settings)
    preparing.refuse_old_tables(settings)
    worker.run_workers(settings, [Priority[label.upper()] for label in queues] or list(Priority))


@commands.command("scheduler", epilog=example("python -m entrypoints scheduler"))
def scheduler_() -> None:
    """Ring for what is due and unclaimed, once a second."""
    settings = load_settings()
    log_the_uncaught()
    preparing.refuse_old_tables(settings)
    scheduler.run_scheduler(settings)


@commands.command(epilog=example("python -m entrypoints migrate"))
def migrate() -> None:
    """Bring the database to the newest form."""
    settings = load_settings()
    preparing.migrate(settings)
    click.echo("The tables are up to date.", err=True)


@commands.command(epilog=example("python -m entrypoints check"))
def check() -> None:
    """Show the settings, and whether everything is ready."""
    faults = checking.check(load_settings(), Console())
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


@commands.command(epilog=example("python -m entrypoints costs"))
def costs() -> None:
    """Show what reading cost, by month and model; unknown calls count as estimated."""
    with migrated_application() as application:
        budget_usd = application.settings.gemini_monthly_budget_usd
        show_costs(application.database.readings.months(), Console(), budget_usd=budget_usd)


@commands.command("health-check", epilog=example("python -m entrypoints health-check"))
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


@commands.command("report", epilog=example("python -m entrypoints report --date 2026-01-31"))
@click.option("--date", metavar="YYYY-MM-DD", help="[default: yesterday, where CRM_TIMEZONE is]")
def report_(date: str | None) -> None:
    """Show what failed on a day, why, and what became of it."""
    with migrated_application() as application:
        report.show_report(application, date, Console())


@commands.command(
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


@commands.command(
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
