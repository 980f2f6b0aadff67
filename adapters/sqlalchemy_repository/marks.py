"""What stays of erased numbers and OpenPhone ids: marks, made with a key that only this database has."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, insert, select

from openphone_crm.erasure import Erasures, mark_of

from .bulk import Upsert, among
from .tables import erasures, secret_keys

NAME: Final = "erasures"
KEY_SIZE: Final = 32
# Any number will do that no other lock has: those of resources and people are hashes of 64 bits.
_LOCK: Final = 7_402_118

_LATER = (
    "CASE WHEN excluded.erased_at > erasures.erased_at THEN excluded.erased_at ELSE erasures.erased_at END"
)
_marks = Upsert(erasures, special={"erased_at": _LATER})


def keep_from_erasing(connection: Connection) -> None:
    """Let nobody be erased until the transaction ends; on SQLite nobody else writes meanwhile anyway."""
    _lock(connection, "pg_advisory_xact_lock_shared")


def keep_from_saving(connection: Connection) -> None:
    """Wait for whoever is saving, and let nobody save until the transaction ends."""
    _lock(connection, "pg_advisory_xact_lock")


def has_marks(connection: Connection) -> bool:
    """Whether anybody was ever erased."""
    return _key(connection) is not None


def when_erased(connection: Connection, names: Collection[str]) -> Erasures:
    """When these names were erased; what never was is missing."""
    key = _key(connection)
    if key is None or not names:
        return {}
    named = {mark_of(name, key): name for name in names}
    found = connection.execute(select(erasures).where(among(connection, erasures.c.mark, named)))
    return {named[row.mark]: row.erased_at for row in found}


def leave_marks(connection: Connection, names: Collection[str], at: datetime) -> None:
    """Leave a mark of each name."""
    key = _key(connection) or _made_key(connection)
    _marks(connection, [{"mark": mark_of(name, key), "erased_at": at} for name in names])


def _lock(connection: Connection, lock: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(getattr(func, lock)(_LOCK)))


def _key(connection: Connection) -> bytes | None:
    query = select(secret_keys.c.secret).where(secret_keys.c.name == NAME)
    return connection.execute(query).scalar()


def _made_key(connection: Connection) -> bytes:
    """Draw the key; whoever erases first is alone then."""
    key = secrets.token_bytes(KEY_SIZE)
    connection.execute(insert(secret_keys).values(name=NAME, secret=key))
    return key
