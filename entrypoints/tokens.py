"""Handing out API tokens at the command line."""

from __future__ import annotations

from datetime import datetime

from rich.table import Table

from entrypoints.belongings import new_secret
from entrypoints.bootstrap import Application
from openphone_crm.access import Role
from openphone_crm.token_desk import TokenDesk

BY = "command line"


def token_desk_of(application: Application) -> TokenDesk:
    """Hand out tokens that open this application."""
    database = application.database
    return TokenDesk(
        tokens=database.tokens, audit=database.audit, clock=application.clock, new_secret=new_secret
    )


def create_token(application: Application, name: str, role: Role) -> str:
    """
    Make a token, and give its secret, which is kept nowhere.

    Raises:
        InvalidInputError: When the name cannot be one.
        ConflictError: When a token of that name is in use.
    """
    return token_desk_of(application).create(name, role, by=BY)


def table_of_tokens(application: Application) -> Table:
    """Show all tokens, revoked ones too."""
    table = Table("name", "role", "created", "revoked")
    for token in token_desk_of(application).all():
        table.add_row(token.name, token.role, _shown(token.created_at), _shown(token.revoked_at))
    return table


def _shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%SZ}" if moment else "-"
