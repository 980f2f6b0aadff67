"""The tokens that open the API."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from openphone_crm.access import Token


class Tokens(Protocol):
    """Keeps tokens by name and by the digest of their secret."""

    def add(self, token: Token) -> bool:
        """Keep a token; False, and nothing kept, when one of that name is in use."""
        ...

    def find(self, digest: str) -> Token | None:
        """The token with that digest, unless it was revoked."""
        ...

    def list(self) -> list[Token]:
        """All tokens, revoked ones too, oldest first."""
        ...

    def revoke(self, name: str, at: datetime) -> bool:
        """Revoke the token of that name; False when none is in use."""
        ...
