"""The tokens that open the API, in memory."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.access import Token
from openphone_crm.memory.store import State, Store


class MemoryTokens:
    """Keeps tokens as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, token: Token) -> bool:
        """Keep a token, unless its name is in use."""
        with self._store.writing() as state:
            if _in_use(token.name, state) is not None:
                return False
            state.tokens[token.id] = token
            return True

    def find(self, digest: str) -> Token | None:
        """The token with that digest, unless it was revoked."""
        with self._store.reading() as state:
            found = (one for one in state.tokens.values() if one.digest == digest and one.revoked_at is None)
            return next(found, None)

    def list(self) -> list[Token]:
        """All tokens, oldest first."""
        with self._store.reading() as state:
            return sorted(state.tokens.values(), key=lambda token: (token.created_at, token.id))

    def revoke(self, name: str, at: datetime) -> bool:
        """Revoke the token of that name."""
        with self._store.writing() as state:
            token = _in_use(name, state)
            if token is None:
                return False
            state.tokens[token.id] = attrs.evolve(token, revoked_at=at)
            return True


def _in_use(name: str, state: State) -> Token | None:
    return next((one for one in state.tokens.values() if one.name == name and one.revoked_at is None), None)
