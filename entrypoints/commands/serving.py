"""The commands that serve: everything for a developer, and the server alone."""

from __future__ import annotations

from pathlib import Path

import click

from entrypoints import server
from entrypoints.command_line import example, load_settings, warn_of_unknown
from entrypoints.dev import Dev
from entrypoints.logs import configure_logs, log_the_uncaught
from entrypoints.settings import WEBHOOK_KEYS, environment
from entrypoints.tracing import see_that_traces_can_be_sent

HIGHEST_PORT = 65_535

_PORT = click.IntRange(0, HIGHEST_PORT)
_DIRECTORY = click.Path(file_okay=False, path_type=Path)


@click.command(epilog=example("python -m entrypoints dev --port 9000"))
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


@click.command(epilog=example("python -m entrypoints serve --bind 0.0.0.0:8000"))
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
