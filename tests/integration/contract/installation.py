"""The two ways in which the product runs: everything in one process, or each part in its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Final

import pytest

from entrypoints.bootstrap import bootstrap
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from entrypoints.tokens import create_token
from openphone_crm.access import Role
from tests.integration.contract.shop import ROLES, Shop
from tests.integration.processes import answers, entry_point, running
from tests.integration.server_process import free_port, private_room
from tests.integration.servers import PostgresqlServer, RedisServer

# Public sample keys of both schemes, and a second one of each.
LEGACY_KEYS: Final = (
    "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg=",
    "b3RoZXIga2V5IG9mIHRoaXJ0eS10d28gYnl0ZXMgISE=",
)
STANDARD_KEYS: Final = (
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whsec_b3RoZXIga2V5IG9mIHRoaXJ0eS10d28gYnl0ZXM=",
)
FRIENDLY_ORIGIN: Final = "https://store.example"

SETTINGS: Final = {
    "CRM_WEBHOOK_KEYS": " ".join([*LEGACY_KEYS, *STANDARD_KEYS]),
    "CRM_CORS_ORIGINS": FRIENDLY_ORIGIN,
    "CRM_LOW_BATCH_S": "1",
}


@contextmanager
def installed(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """Run the product in the way that a fixture's parameter names."""
    if request.param == "embedded":
        with embedded() as shop:
            yield shop
        return
    database: PostgresqlServer = request.getfixturevalue("postgresql_server")
    redis: RedisServer = request.getfixturevalue("redis_server")
    # An earlier test may have stopped them.
    database.start()
    redis.start()
    redis.flush()
    url = database.fresh_database()
    with distributed(database_url=url, redis_url=redis.url) as shop:
        yield shop
    database.drop_database(url)


@contextmanager
def embedded() -> Iterator[Shop]:
    """Run everything in one process on SQLite."""
    with private_room() as room:
        settings = {**SETTINGS, "CRM_DATABASE_URL": f"sqlite:///{room / 'crm.db'}"}
        migrate(Settings.load(settings))
        with serving(settings) as shop:
            yield shop


@contextmanager
def distributed(*, database_url: str, redis_url: str) -> Iterator[Shop]:
    """Run the server, the workers and the scheduler as processes on PostgreSQL and Redis."""
    settings = {**SETTINGS, "CRM_DATABASE_URL": database_url, "CRM_REDIS_URL": redis_url}
    migrate(Settings.load(settings))
    with ExitStack() as processes:
        for command in ("worker", "scheduler"):
            processes.enter_context(running(entry_point(command), settings))
        yield processes.enter_context(serving(settings))


@contextmanager
def serving(settings: Mapping[str, str]) -> Iterator[Shop]:
    """Run the HTTP server, and lend a driver that has a token of each role."""
    address = f"127.0.0.1:{free_port()}"
    command = entry_point("serve", "--bind", address)
    with (
        running(command, settings, ready=lambda: answers(address, "/readyz")),
        Shop(
            f"http://{address}",
            tokens=new_tokens(settings),
            legacy_keys=LEGACY_KEYS,
            standard_keys=STANDARD_KEYS,
        ) as shop,
    ):
        yield shop


def new_tokens(settings: Mapping[str, str]) -> dict[str, str]:
    """Make an API token of each role, as the command does, without a process for each."""
    with bootstrap(Settings.load(settings)) as application:
        return {role: create_token(application, f"contract-{role}", Role(role)) for role in ROLES}
