"""Storing deliveries: one statement for all that have gathered, and each key once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DataError, DBAPIError

from openphone_crm.errors import UnavailableError, UnstorableError
from openphone_crm.inbox_records import Arrival, Stored

from .bulk import among
from .counters import EVENTS, bump, slot
from .database import Connections
from .failures import first_line, was_cut
from .tables import webhook_events

_COLUMNS = {
    "id": "uuid",
    "event_type": "text",
    "payload": "text",
    "received_at": "timestamptz",
    "processed_at": "timestamptz",
    "status": "text",
    "openphone_type": "text",
    "priority": "smallint",
    "due_at": "timestamptz",
    "delivery_key": "text",
    "body": "bytea",
    "is_history": "boolean",
}
# Binary parameters (%b): the text form of bytea and arrays costs the client 14 times the work.
# `count`, since EXISTS would look at the first row only, lock the counter, and add the other rows after it:
# two processes that share the counter, and a repeated delivery, would then wait for each other in a circle.
_ADD = f"""
    WITH added AS (
        INSERT INTO webhook_events ({", ".join(_COLUMNS)})
        SELECT {", ".join(f"{name}::jsonb" if name == "payload" else name for name in _COLUMNS)}
        FROM unnest({", ".join(f"%b::{kind}[]" for kind in _COLUMNS.values())}) AS arrival
             ({", ".join(_COLUMNS)})
        ON CONFLICT (delivery_key) DO NOTHING
        RETURNING id
    ), counted AS (
        UPDATE change_counters SET value = value + 1
        WHERE scope = '{EVENTS}' AND slot = %s AND (SELECT count(*) FROM added) > 0
    )
    SELECT id::text FROM added
"""  # noqa: S608 - names of ours


def store(connections: Connections, arrivals: Sequence[Arrival]) -> list[Stored]:
    """
    Store the arrivals and answer in their order.

    Raises:
        UnstorableError: When the database refuses a payload; nothing is stored then.
        UnavailableError: When the database is away.
    """
    try:
        return _store(connections, arrivals)
    except UnavailableError as error:
        if not was_cut(error):
            raise
        # A pooled connection had gone stale, as after a restart; the keys make a second try harmless.
        return _store(connections, arrivals)


def _store(connections: Connections, arrivals: Sequence[Arrival]) -> list[Stored]:
    try:
        with connections.single() as connection:
            add = _add_postgresql if connections.is_postgresql else _add_sqlite
            return _answers(connection, arrivals, add(connection, arrivals))
    except DBAPIError as error:
        if isinstance(error, DataError) or _is_refused_json(error):
            raise UnstorableError(first_line(error)) from error
        raise


def _add_postgresql(connection: Connection, arrivals: Sequence[Arrival]) -> set[str]:
    # In one order everywhere, so that two writers never wait for each other in a circle.
    rows = sorted(map(_row, arrivals), key=itemgetter("delivery_key"))
    parameters = [[row[name] for row in rows] for name in _COLUMNS]
    result = connection.exec_driver_sql(_ADD, (*parameters, slot()))
    return {str(found) for (found,) in result}


def _add_sqlite(connection: Connection, arrivals: Sequence[Arrival]) -> set[str]:
    statement = (
        sqlite_insert(webhook_events)
        .on_conflict_do_nothing(index_elements=["delivery_key"])
        .returning(webhook_events.c.id)
    )
    for arrival in arrivals:
        _check_json(arrival.payload)
    added = {
        found for arrival in arrivals for found in connection.execute(statement, _row(arrival)).scalars()
    }
    if added:
        bump(connection, EVENTS)
    return added


def _check_json(payload: str) -> None:
    """SQLite takes any text; a payload that is no JSON is refused as PostgreSQL refuses it."""
    try:
        orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise UnstorableError(str(error)) from error


def _answers(connection: Connection, arrivals: Sequence[Arrival], added: set[str]) -> list[Stored]:
    """For each arrival its own id when it is new, else the id of the first with its key."""
    repeated = [arrival.delivery_key for arrival in arrivals if arrival.id not in added]
    firsts = _firsts(connection, repeated) if repeated else {}
    ids = [firsts.get(arrival.delivery_key, arrival.id) for arrival in arrivals]
    return [Stored(found, is_new=found == arrival.id) for found, arrival in zip(ids, arrivals, strict=True)]


def _firsts(connection: Connection, keys: Sequence[str]) -> dict[str, Any]:
    key = webhook_events.c.delivery_key
    query = select(key, webhook_events.c.id).where(among(connection, key, keys))
    return {row.delivery_key: row.id for row in connection.execute(query)}


def _row(arrival: Arrival) -> dict[str, Any]:
    return {
        "id": arrival.id,
        "event_type": arrival.event_type,
        "payload": arrival.payload,
        "received_at": arrival.received_at,
        # What is ignored is dealt with on receipt.
        "processed_at": arrival.received_at if arrival.status == "ignored" else None,
        "status": arrival.status.value,
        "openphone_type": arrival.openphone_type,
        "priority": int(arrival.priority),
        "due_at": arrival.due_at,
        "delivery_key": arrival.delivery_key,
        "body": arrival.body,
        "is_history": arrival.is_history,
    }


def _is_refused_json(error: DBAPIError) -> bool:
    """PostgreSQL's way to say that jsonb cannot hold this (class 22: data, 54: too deep or too large)."""
    return str(getattr(error.orig, "sqlstate", "") or "").startswith(("22", "54"))
