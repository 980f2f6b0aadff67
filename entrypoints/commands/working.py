"""The commands that work beside the server: workers, and the scheduler."""

from __future__ import annotations

import click

from entrypoints import preparing, scheduler, worker
from entrypoints.command_line import example, load_settings
from entrypoints.logs import log_the_uncaught
from entrypoints.settings import REDIS_URL
from entrypoints.tracing import see_that_traces_can_be_sent
from openphone_crm.priority import Priority

_QUEUE = click.Choice([priority.label for priority in Priority])


@click.command("worker", epilog=example("python -m entrypoints worker critical standard"))
@click.argument("queues", nargs=-1, type=_QUEUE)
def worker_(queues: tuple[str, ...]) -> None:
    """Work: one process for each queue named, all three when none is."""
    settings = load_settings(needs=[REDIS_URL])
    log_the_uncaught()
    see_that_traces_can_be_sent(settings)
    preparing.refuse_old_tables(settings)
    worker.run_workers(settings, [Priority[label.upper()] for label in queues] or list(Priority))


@click.command("scheduler", epilog=example("python -m entrypoints scheduler"))
def scheduler_() -> None:
    """Ring for what is due and unclaimed, once a second."""
    settings = load_settings()
    log_the_uncaught()
    preparing.refuse_old_tables(settings)
    scheduler.run_scheduler(settings)
