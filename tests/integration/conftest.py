"""Real servers for the tests that need them; one that cannot be had is a failure."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from adapters.sqlalchemy_repository import Database
from tests.integration.processes import FOREIGN_SETTINGS
from tests.integration.servers import (
    DATABASE_VARIABLE,
    REDIS_VARIABLE,
    PostgresqlServer,
    RedisServer,
    beside,
    postgresql,
    redis,
)

WORKER_VARIABLE = "PYTEST_XDIST_WORKER"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Lend the server that `CRM_TEST_DATABASE_URL` names, or else one of our own."""
    with postgresql(os.environ.get(DATABASE_VARIABLE)) as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """Lend the server that `CRM_TEST_REDIS_URL` names, or else one of our own."""
    lent = os.environ.get(REDIS_VARIABLE)
    worker = os.environ.get(WORKER_VARIABLE, "gw0").removeprefix("gw")
    with redis(lent and beside(lent, int(worker))) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_database(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """Lend a database with all tables and no rows; a copy of it is made much faster than another one."""
    postgresql_server.start()
    url = postgresql_server.fresh_database()
    with closing(Database.open(url)) as database:
        database.migrate()
    yield url
    postgresql_server.start()
    postgresql_server.drop_database(url)


@pytest.fixture
def empty_postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """Lend a database without a table, on a server that runs whatever an earlier test did to it."""
    postgresql_server.start()
    url = postgresql_server.fresh_database()
    yield url
    postgresql_server.start()
    postgresql_server.drop_database(url)


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer, migrated_database: str) -> Iterator[str]:
    """Lend a database with all tables and no rows, on a server that runs as above."""
    postgresql_server.start()
    url = postgresql_server.fresh_database(like=migrated_database)
    yield url
    postgresql_server.start()
    postgresql_server.drop_database(url)


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """Lend an empty Redis, on a server that runs whatever an earlier test did to it."""
    redis_server.start()
    redis_server.flush()
    return redis_server.url


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Run in an empty directory, with no settings, and take signals as before afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", list(logging.getLogger().handlers))
    for name in [name for name in os.environ if name.startswith(FOREIGN_SETTINGS)]:
        monkeypatch.delenv(name)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield tmp_path
    for number, handler in handlers.items():
        signal.signal(number, handler)
    structlog.reset_defaults()
