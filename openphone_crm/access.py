"""Who may use the API, and what they may do."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.ids import TokenId

LONGEST_NAME = 100


class Role(StrEnum):
    """A viewer reads, an operator also acts, an admin also erases and hands out tokens."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """
        Whether this role may do what the other may.

        >>> Role.ADMIN.includes(Role.OPERATOR), Role.VIEWER.includes(Role.OPERATOR)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(other)


@attrs.frozen(kw_only=True)
class Token:
    """An API token as it is kept: by its hash, so that whoever reads the database cannot use it."""

    id: TokenId
    name: str
    role: Role
    digest: str
    created_at: datetime
    revoked_at: datetime | None = None


def digest_of(secret: str) -> str:
    """
    What is kept of a token's secret.

    A plain SHA-256 is enough, since the secret is 256 random bits and cannot be guessed.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def checked_name(name: str) -> str:
    """
    The name of a token, trimmed.

    Raises:
        InvalidInputError: When it is empty, too long or not printable.
    """
    trimmed = name.strip()
    if not trimmed or len(trimmed) > LONGEST_NAME or not trimmed.isprintable():
        raise InvalidInputError("name", f"must be 1 to {LONGEST_NAME} printable characters")
    return trimmed
