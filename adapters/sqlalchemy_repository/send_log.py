"""What became of what was to be told (port `SendLog`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, text

from openphone_crm.sendings import SEND, TROUBLING, ChannelTrouble, Try, troubles_of
from openphone_crm.work_records import Attempt, Status

from .database import Connections
from .mapping import entity_of
from .tables import follow_ups

_columns = follow_ups.c
_IS_SENDING = _columns.kind == SEND
# In the words of their indexes, so that SQLite uses them too.
_TRIED: Final = (text("status = 'pending'"), text("status = 'processing'"))
_HAS_FAILED: Final = text("failure_id IS NOT NULL")
_MOST_SENT: Final = 1000
"""So many that were sent last are looked through for one that went through a troubled channel."""


class SqlSendLog:
    """Looks at the follow-ups that send."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def troubles(self, *, since: datetime) -> dict[str, ChannelTrouble]:
        """What does not get through, by channel."""
        with self._connections.reading() as connection:
            failed = [*_failed(connection, since), *_failing(connection)]
            sent = _sent(connection, since=min(at for _, at in failed)) if failed else ()
            return troubles_of(failed, sent)


def _failed(connection: Connection, since: datetime) -> Iterator[Try]:
    is_final = _columns.status == Status.FAILED.value
    query = select(_columns.details, _columns.failed_at).where(
        _HAS_FAILED, _columns.failed_at >= since, is_final, _IS_SENDING
    )
    return ((_channel_of(row.details), row.failed_at) for row in connection.execute(query))


def _failing(connection: Connection) -> Iterator[Try]:
    for is_tried in _TRIED:
        query = select(_columns.details, _columns.attempts).where(
            is_tried, _IS_SENDING, _columns.retry_count >= TROUBLING
        )
        for row in connection.execute(query):
            yield _channel_of(row.details), entity_of(Attempt, row.attempts[-1]).started_at


def _sent(connection: Connection, *, since: datetime) -> Iterator[Try]:
    query = (
        select(_columns.details, _columns.processed_at)
        .where(_columns.processed_at > since, _IS_SENDING)
        .order_by(_columns.processed_at.desc())
        .limit(_MOST_SENT)
    )
    return ((_channel_of(row.details), row.processed_at) for row in connection.execute(query))


def _channel_of(details: dict[str, str]) -> str:
    return details.get("channel", "")
