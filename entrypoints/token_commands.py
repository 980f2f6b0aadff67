"""The commands for API tokens."""

from __future__ import annotations

import click
from rich.console import Console

from entrypoints import tokens
from entrypoints.command_line import example, migrated_application
from openphone_crm.access import Role

_ROLES = click.Choice([role.value for role in Role])


@click.group()
def token() -> None:
    """Hand out API tokens, and take them back."""


@token.command(epilog=example("TOKEN=$(python -m entrypoints token create frontend --role operator)"))
@click.argument("name")
@click.option("--role", type=_ROLES, default=Role.VIEWER.value, show_default=True)
def create(name: str, role: str) -> None:
    """Make a token, and print it: it is kept nowhere and never shown again."""
    with migrated_application() as application:
        secret = tokens.create_token(application, name, Role(role))
    click.echo(f"Keep the token of the {role} {name.strip()}: it is not shown again.", err=True)
    click.echo(secret)


@token.command("list", epilog=example("python -m entrypoints token list"))
def list_() -> None:
    """List the tokens, revoked ones too."""
    with migrated_application() as application:
        Console().print(tokens.table_of_tokens(application))


@token.command(epilog=example("python -m entrypoints token revoke frontend"))
@click.argument("name")
def revoke(name: str) -> None:
    """Take a token back."""
    with migrated_application() as application:
        tokens.token_desk_of(application).revoke(name, by=tokens.BY)
    click.echo(f"The token {name.strip()} opens nothing any more.", err=True)
