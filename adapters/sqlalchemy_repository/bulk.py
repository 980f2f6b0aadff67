"""Many rows in one statement: on PostgreSQL as one JSON parameter, on SQLite row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    any_,
    bindparam,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .mapping import Row


class Upsert:
    """
    Adds rows to a table, or replaces those that are there.

    One parameter holds all rows, so that the statement is always the same text and is prepared
    once: `executemany` and long VALUES lists cost the client several times as much.
    """

    def __init__(
        self,
        table: Table,
        *,
        update: Sequence[str] | None = None,
        special: dict[str, str] | None = None,
        only_where: str | None = None,
    ) -> None:
        """
        Replace all columns but the key, or those in `update`.

        `special` gives some columns an expression; `only_where` says which rows may be replaced.
        """
        self._table = table
        self._key = [column.name for column in table.primary_key]
        names = [column.name for column in table.columns]
        self._update = [n for n in names if n not in self._key] if update is None else list(update)
        self._special = special or {}
        self._only_where = only_where

    def __call__(self, connection: Connection, rows: Iterable[Row]) -> int:
        """Write the rows; the number of rows that were added or replaced."""
        # In one order everywhere, so that two writers never wait for each other in a circle.
        rows = sorted(rows, key=itemgetter(*self._key))
        if not rows:
            return 0
        if connection.dialect.name == "postgresql":
            return connection.execute(text(self._postgresql(rows[0])), {"rows": dumped(rows)}).rowcount
        return connection.execute(self._sqlite(), rows).rowcount

    def _postgresql(self, row: Row) -> str:
        name, columns = self._table.name, ", ".join(f'"{column}"' for column in row)
        source = f"jsonb_populate_recordset(NULL::{name}, CAST(:rows AS jsonb))"
        start = f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {source}"  # noqa: S608 - names of ours
        return f"{start} ON CONFLICT ({', '.join(self._key)}) {self._conflict(row)}"

    def _conflict(self, row: Row) -> str:
        pairs = [
            f'"{column}" = {self._special.get(column) or _excluded(column)}'
            for column in self._update
            if column in row
        ]
        limit = f" WHERE {self._only_where}" if self._only_where else ""
        return f"DO UPDATE SET {', '.join(pairs)}{limit}" if pairs else "DO NOTHING"

    def _sqlite(self) -> Any:  # noqa: ANN401 - the type of a statement says nothing here
        statement = sqlite_insert(self._table)
        if not self._update:
            return statement.on_conflict_do_nothing(index_elements=self._key)
        values = {
            column: text(self._special[column]) if column in self._special else statement.excluded[column]
            for column in self._update
        }
        limit = text(self._only_where) if self._only_where else None
        return statement.on_conflict_do_update(index_elements=self._key, set_=values, where=limit)


def _excluded(column: str) -> str:
    return f'excluded."{column}"'


def dumped(rows: object) -> str:
    """Rows as one JSON text; times in ISO 8601 with their offset."""
    return orjson.dumps(rows, option=orjson.OPT_NON_STR_KEYS).decode()


def among(connection: Connection, column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column's value is one of these, however many: one parameter, one statement text."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(Text)))
    listed = func.json_each(bindparam(None, dumped(list(values)))).table_valued("value")
    return column.in_(select(listed.c.value))
