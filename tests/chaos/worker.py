"""
`python -m tests.chaos.worker`: the product's workers, with handlers that misbehave.

What goes wrong comes in here; the product has no code for it.
"""

from __future__ import annotations

import resource
from datetime import timedelta
from functools import partial

import click

from entrypoints.bootstrap import bootstrap
from entrypoints.command_line import load_settings
from entrypoints.logs import configure_logs
from entrypoints.settings import REDIS_URL
from entrypoints.worker import run_workers
from openphone_crm.priority import Priority
from openphone_crm.time_limits import TimeLimits
from tests.chaos.misbehaving import HANDLERS


@click.command()
@click.option("--lease-s", type=float, required=True)
@click.option("--event-s", type=float, required=True)
def main(lease_s: float, event_s: float) -> None:
    """Be the workers of all queues, within these time limits."""
    settings = load_settings(needs=[REDIS_URL])
    configure_logs(readable=False)
    # A process that aborts would leave its memory in the working directory.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limits = TimeLimits(lease=timedelta(seconds=lease_s), event=timedelta(seconds=event_s))
    plugged = partial(bootstrap, extra_handlers=HANDLERS, time_limits=limits)
    run_workers(settings, list(Priority), bootstrap=plugged)


if __name__ == "__main__":
    main()
