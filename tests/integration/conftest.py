"""Real servers for the tests that need them; one that cannot be had is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.integration.servers import (
    DATABASE_VARIABLE,
    REDIS_VARIABLE,
    PostgresqlServer,
    RedisServer,
    postgresql,
    redis,
)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Lend the server that `CRM_TEST_DATABASE_URL` names, or else one of our own."""
    with postgresql(os.environ.get(DATABASE_VARIABLE)) as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """Lend the server that `CRM_TEST_REDIS_URL` names, or else one of our own."""
    with redis(os.environ.get(REDIS_VARIABLE)) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """Lend an empty database, on a server that runs whatever an earlier test did to it."""
    postgresql_server.start()
    url = postgresql_server.fresh_database()
    yield url
    postgresql_server.start()
    postgresql_server.drop_database(url)


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """Lend an empty Redis, on a server that runs whatever an earlier test did to it."""
    redis_server.start()
    redis_server.flush()
    return redis_server.url
