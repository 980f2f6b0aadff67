"""Handing out API tokens, and taking them back."""

from __future__ import annotations

from datetime import datetime

from rich.table import Table

from entrypoints.belongings import new_secret
from entrypoints.bootstrap import Application
from openphone_crm.access import Role, Token, checked_name, digest_of
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.ids import TokenId


def create_token(application: Application, name: str, role: Role) -> str:
    """
    Make a token.

    Returns:
        Its secret, which is kept nowhere.

    Raises:
        InvalidInputError: When the name cannot be one.
        ConflictError: When a token of that name is in use.
    """
    secret = new_secret()
    token = Token(
        id=TokenId(application.clock.new_id()),
        name=checked_name(name),
        role=role,
        digest=digest_of(secret),
        created_at=application.clock.now(),
    )
    if not application.database.tokens.add(token):
        reason = f"a token named {token.name} is in use; revoke it, or choose another name"
        raise ConflictError(reason)
    return secret


def revoke_token(application: Application, name: str) -> None:
    """
    Take a token back.

    Raises:
        NotFoundError: When none of that name is in use.
    """
    if not application.database.tokens.revoke(name.strip(), application.clock.now()):
        raise NotFoundError("token", name.strip())


def table_of_tokens(application: Application) -> Table:
    """Show all tokens, revoked ones too."""
    table = Table("name", "role", "created", "revoked")
    for token in application.database.tokens.list():
        table.add_row(token.name, token.role, _shown(token.created_at), _shown(token.revoked_at))
    return table


def _shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%SZ}" if moment else "-"
