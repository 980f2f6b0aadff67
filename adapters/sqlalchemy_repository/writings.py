"""What is written down beside what was received: notifications that are done with, and kept answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import attrs
import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    delete,
    literal,
    literal_column,
    select,
    tuple_,
    update,
)

from openphone_crm.erasure import Elsewhere, Writing
from openphone_crm.paging import Position
from openphone_crm.work_records import FINISHED

from .bulk import among
from .tables import follow_ups, kept_replies

# Written out as the index of them has it. What is to be read is told by ids alone, and there are far more of
# those than of all others.
_IS_TOLD: Final = follow_ups.c.status.in_([literal_column(f"'{status}'") for status in FINISHED]) & (
    follow_ups.c.kind != literal_column("'extract'")
)
# Neither a token's id nor a path has a blank in it.
_REQUEST: Final = kept_replies.c.token_id + " " + kept_replies.c.path + " " + kept_replies.c.key


@attrs.frozen
class _Place:
    """Where writings of a kind are found, and in which order they are gone through."""

    at: Column[datetime]
    key: ColumnElement[str]
    text: Column[Any]
    is_one: ColumnElement[bool]


_PLACES: Final = {
    Elsewhere.TOLD: _Place(follow_ups.c.processed_at, follow_ups.c.id, follow_ups.c.details, _IS_TOLD),
    Elsewhere.ANSWERED: _Place(
        kept_replies.c.reserved_at, _REQUEST, kept_replies.c.body, kept_replies.c.body.is_not(None)
    ),
}


def writings_of(
    connection: Connection, kind: Elsewhere, *, after: Position | None, limit: int
) -> Sequence[Writing]:
    """Some writings of a kind, in order."""
    place = _PLACES[kind]
    query = select(place.at.label("at"), place.key.label("key"), place.text.label("text")).where(place.is_one)
    if after is not None:
        last = (literal(after.moment, place.at.type), literal(after.tie))
        query = query.where(tuple_(place.at, place.key) > tuple_(*last))
    rows = connection.execute(query.order_by(place.at, place.key).limit(limit))
    return [Writing(key=row.key, at=row.at, text=_bytes_of(row.text)) for row in rows]


def take_away(connection: Connection, kind: Elsewhere, keys: Collection[str]) -> None:
    """Keep nothing of these; of an answer that it was given: the same request must not be acted on again."""
    if kind is Elsewhere.TOLD:
        _take_away_told(connection, keys)
        return
    columns = (kept_replies.c.token_id, kept_replies.c.path, kept_replies.c.key)
    is_one = tuple_(*columns).in_([tuple(key.split(" ", 2)) for key in keys])
    # In one order, so that two who take several never wait for each other in a circle.
    connection.execute(select(*columns).where(is_one).order_by(*columns).with_for_update())
    connection.execute(update(kept_replies).where(is_one).values(body=b"", headers={}))


def _take_away_told(connection: Connection, keys: Collection[str]) -> None:
    is_one = among(connection, follow_ups.c.id, keys) & _IS_TOLD
    wanted = select(follow_ups.c.id).where(is_one)
    connection.execute(wanted.order_by(follow_ups.c.id).with_for_update())
    connection.execute(delete(follow_ups).where(is_one))


def _bytes_of(text: object) -> bytes:
    return text if isinstance(text, bytes) else orjson.dumps(text)
