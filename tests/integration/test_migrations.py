"""The steps of the migrations lead to the tables that the code believes in."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from adapters.sqlalchemy_repository import Database
from adapters.sqlalchemy_repository.database import Connections
from adapters.sqlalchemy_repository.tables import metadata
from openphone_crm.errors import UnavailableError


def test_sqlite_migrates_to_the_tables(tmp_path: Path) -> None:
    """On SQLite nothing differs after migrating."""
    assert _differences(f"sqlite:///{tmp_path}/crm.db") == []


def test_postgresql_migrates_to_the_tables(empty_postgresql_url: str) -> None:
    """On PostgreSQL nothing differs after migrating."""
    assert _differences(empty_postgresql_url) == []


def test_an_empty_database_is_not_ready(tmp_path: Path) -> None:
    """Before migrating, the check names the migrations and says what to do."""
    database = Database.open(f"sqlite:///{tmp_path}/crm.db")

    with pytest.raises(UnavailableError, match="migrate") as caught:
        database.check()

    assert caught.value.what == "migrations"
    database.close()


def test_migrating_twice_changes_nothing(empty_postgresql_url: str) -> None:
    """A second migration finds nothing to do."""
    database = Database.open(empty_postgresql_url)

    database.migrate()
    database.migrate()

    database.check()
    database.close()


def _differences(url: str) -> list[object]:
    connections = Connections(url)
    connections.migrate()
    with connections.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = list(compare_metadata(context, metadata))
    connections.close()
    return found
