"""The commands, and where each is."""

from __future__ import annotations

from typing import Final

import click

from entrypoints.command_line import Commands

PLACES: Final = {
    "check": "entrypoints.commands.checking:check",
    "costs": "entrypoints.commands.telling:costs",
    "dev": "entrypoints.commands.serving:dev",
    "erase": "entrypoints.privacy_commands:erase",
    "evaluate": "entrypoints.evaluating.command:evaluate",
    "health-check": "entrypoints.commands.probing:health_check_",
    "migrate": "entrypoints.commands.migrating:migrate",
    "prune": "entrypoints.privacy_commands:prune",
    "reconcile": "entrypoints.reconcile_command:reconcile",
    "replay": "entrypoints.commands.replaying:replay_",
    "report": "entrypoints.commands.telling:report_",
    "scheduler": "entrypoints.commands.working:scheduler_",
    "serve": "entrypoints.commands.serving:serve",
    "simulate": "entrypoints.commands.simulating:simulate_",
    "status": "entrypoints.status_command:status",
    "token": "entrypoints.token_commands:token",
    "webhooks": "entrypoints.webhook_commands:webhooks",
    "worker": "entrypoints.commands.working:worker_",
}
"""A command is loaded when it is asked for: most need neither the server nor Redis, and begin at once."""


@click.group(cls=Commands, places=PLACES)
def commands() -> None:
    """
    Turn OpenPhone (Quo) webhooks into a CRM.

    Settings come from the environment, and from a file named .env for what the environment does not name.
    """
