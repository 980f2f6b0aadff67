"""Keeping API tokens (port `Tokens`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from openphone_crm.access import Token

from .database import Connections
from .mapping import entity_of, row_of
from .tables import api_tokens


class SqlTokens:
    """Keeps tokens by the digest of their secret; one name is in use once."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def add(self, token: Token) -> bool:
        """Keep a token, unless one of that name is in use."""
        try:
            with self._connections.writing() as connection:
                connection.execute(insert(api_tokens), row_of(token))
        except IntegrityError:
            return False
        return True

    def find(self, digest: str) -> Token | None:
        """The token with that digest, unless it was revoked."""
        query = select(api_tokens).where(api_tokens.c.digest == digest, api_tokens.c.revoked_at.is_(None))
        with self._connections.reading() as connection:
            row = connection.execute(query).mappings().first()
        return entity_of(Token, row) if row else None

    def list(self) -> list[Token]:
        """All tokens, oldest first."""
        query = select(api_tokens).order_by(api_tokens.c.created_at, api_tokens.c.id)
        with self._connections.reading() as connection:
            return [entity_of(Token, row) for row in connection.execute(query).mappings()]

    def revoke(self, name: str, at: datetime) -> bool:
        """Revoke the token of that name."""
        in_use = (api_tokens.c.name == name) & api_tokens.c.revoked_at.is_(None)
        with self._connections.writing() as connection:
            return bool(connection.execute(update(api_tokens).where(in_use).values(revoked_at=at)).rowcount)
