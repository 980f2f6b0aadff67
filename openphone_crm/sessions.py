"""Who stays signed in to the console, for how long, and how a page proves that it is ours."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.access import Token, digest_of
from openphone_crm.ids import SessionId, TokenId

LIFETIME: Final = timedelta(days=14)
"""How long a session lasts after it was last used."""
LONGEST: Final = timedelta(days=90)
"""How long a session lasts, however much it is used."""
SEEN_EVERY: Final = timedelta(hours=1)
"""Polls come every few seconds: so often at most it is written that somebody is there."""

HOME: Final = "/"


@attrs.frozen(kw_only=True)
class Session:
    """Somebody who is signed in, by the digest of a secret that only their browser has."""

    id: SessionId
    token_id: TokenId
    digest: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime

    @classmethod
    def begun(cls, session_id: SessionId, token_id: TokenId, *, secret: str, now: datetime) -> Session:
        """A session that begins now."""
        return cls(
            id=session_id,
            token_id=token_id,
            digest=digest_of(secret),
            created_at=now,
            seen_at=now,
            ends_at=now + LIFETIME,
        )

    def is_over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return now >= self.ends_at

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be written that somebody is there."""
        return now - self.seen_at >= SEEN_EVERY

    def seen(self, now: datetime) -> Session:
        """This session, used now, and so lasting longer."""
        return attrs.evolve(self, seen_at=now, ends_at=min(now + LIFETIME, self.created_at + LONGEST))


@attrs.frozen
class Visit:
    """A session that is under way, and the token that it was begun with."""

    session: Session
    token: Token


def csrf_token(secret: str) -> str:
    """
    What a page of this session carries in its forms; no other site can know it.

    >>> csrf_token("a") == csrf_token("a"), csrf_token("a") == csrf_token("b")
    (True, False)
    """
    return hmac.new(secret.encode("utf-8", "surrogatepass"), b"csrf", hashlib.sha256).hexdigest()


def is_csrf_token(given: str, secret: str) -> bool:
    """Whether this is what a page of this session carries, compared in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), csrf_token(secret).encode())


def safe_path(wanted: str) -> str:
    """
    Where to go after signing in: a path of ours, or home where it might lead elsewhere.

    >>> safe_path("/contacts?q=ann"), safe_path("//evil.example"), safe_path("https://evil.example")
    ('/contacts?q=ann', '/', '/')
    """
    is_plain = wanted.isascii() and wanted.isprintable() and " " not in wanted
    # Browsers read a backslash as a slash, and two slashes as the beginning of another host.
    if not is_plain or "\\" in wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    return HOME if wanted.startswith(("/sign-", "/api/")) else wanted
