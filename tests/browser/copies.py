"""Many of what one is, written into the database of a site: a shop of many years, in a moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from tests.browser.site import Site


def copy_rows(site: Site, table: str, row_id: str, count: int, *, changes: Mapping[str, str]) -> None:
    """
    Write so many copies of a row.

    `changes` says in SQL what is different in each: by `n`, which counts them from 1.
    """
    with closing(sqlite3.connect(site.room / "crm.db", timeout=30)) as database, database:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changes.get(column, column) for column in columns)
        database.execute(
            f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 - of names that the tests give
            " WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)"
            f" SELECT {values} FROM {table}, number WHERE id = ?",
            (count, row_id),
        )
