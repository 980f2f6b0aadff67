"""What `dev` makes once and keeps: signing keys and a token, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from openphone_crm.access import Role, Token, digest_of
from openphone_crm.errors import SettingsError
from openphone_crm.ids import TokenId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.tokens import Tokens

TOKEN_NAME = "dev"  # noqa: S105 - a name, and no secret

_OWNER_ONLY = 0o600
_KEY_SIZE = 32


def new_secret() -> str:
    """Make the secret of a token: 256 random bits that can be told from other texts."""
    return f"crm_{secrets.token_urlsafe(32)}"


def new_webhook_keys() -> str:
    """Make a legacy key and one of 2026-03-30."""
    legacy, standard = (b64encode(secrets.token_bytes(_KEY_SIZE)).decode() for _ in range(2))
    return f"{legacy} whsec_{standard}"


def kept(path: Path, make: Callable[[], str]) -> str:
    """
    Give what the file holds, and make it where there is none.

    Raises:
        SettingsError: When the file can neither be read nor written.
    """
    try:
        text = path.read_text("ascii").strip() if path.exists() else ""
        return text or _written(path, make())
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), f"cannot be used: {error}") from error


def give_token(tokens: Tokens, clock: Clock, secret: str) -> None:
    """Let the secret open the API; one of an earlier file opens it no longer."""
    digest = digest_of(secret)
    if tokens.find(digest):
        return
    now = clock.now()
    tokens.revoke(TOKEN_NAME, now)
    token = Token(id=TokenId(clock.new_id()), name=TOKEN_NAME, role=Role.ADMIN, digest=digest, created_at=now)
    tokens.add(token)


def _written(path: Path, text: str) -> str:
    # The mode is given when the file is made: there is no moment in which others could read it.
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{text}\n")
    return text
