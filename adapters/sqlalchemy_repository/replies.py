"""Keeping answers by idempotency key (port `Replies`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from openphone_crm.errors import ConflictError
from openphone_crm.replies import ABANDONED_AFTER, AT_WORK, KEPT_FOR, OTHER_BODY, Reply, RequestKey

from .database import Connections
from .tables import kept_replies as kept


class SqlReplies:
    """Keeps one row per key; the row is there before the request acts."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def reserve(self, key: RequestKey, *, digest: str, now: datetime) -> Reply | None:
        """Reserve the key, or give back the answer it has."""
        abandoned = kept.c.status.is_(None) & (kept.c.reserved_at < now - ABANDONED_AFTER)
        expired = kept.c.reserved_at < now - KEPT_FOR
        row = {**_columns(key), "digest": digest, "reserved_at": now}
        try:
            with self._connections.writing() as connection:
                connection.execute(delete(kept).where(expired | (_is(key) & abandoned)))
                connection.execute(insert(kept), row)
        except IntegrityError:
            with self._connections.reading() as connection:
                return _kept(connection, key, digest)
        return None

    def keep(self, key: RequestKey, reply: Reply) -> None:
        """Keep the answer."""
        values = {"status": reply.status, "headers": dict(reply.headers), "body": reply.body}
        with self._connections.writing() as connection:
            connection.execute(update(kept).where(_is(key)).values(values))

    def forget(self, key: RequestKey) -> None:
        """Free the key."""
        with self._connections.writing() as connection:
            connection.execute(delete(kept).where(_is(key)))


def _kept(connection: Connection, key: RequestKey, digest: str) -> Reply | None:
    row: Any = connection.execute(select(kept).where(_is(key))).first()
    if row is None or row.status is None:
        raise ConflictError(AT_WORK)
    if row.digest != digest:
        raise ConflictError(OTHER_BODY)
    return Reply(status=row.status, headers=row.headers, body=row.body)


def _columns(key: RequestKey) -> dict[str, str]:
    return {"token_id": key.token_id, "path": key.path, "key": key.key}


def _is(key: RequestKey) -> ColumnElement[bool]:
    return (kept.c.token_id == key.token_id) & (kept.c.path == key.path) & (kept.c.key == key.key)
