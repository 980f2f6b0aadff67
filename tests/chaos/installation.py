"""The product as it is run: gunicorn, three workers and the scheduler, on PostgreSQL and Redis."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Self

import attrs

from adapters.sqlalchemy_repository import Database
from openphone_crm.priority import Priority
from openphone_crm.time_limits import TimeLimits
from tests.chaos.evidence import Evidence
from tests.chaos.plan import Plan
from tests.chaos.program import Program
from tests.chaos.traffic import KEYS
from tests.integration.processes import answers, entry_point
from tests.integration.server_process import free_port, private_room
from tests.integration.servers import PostgresqlServer, RedisServer, postgresql, redis

LOW_BATCH_S = 1
WEB_PROCESSES = 2


@attrs.frozen
class Servers:
    """What the product stands on; all scenarios share them."""

    postgresql: PostgresqlServer
    redis: RedisServer

    def restored(self) -> None:
        """See that they run, and that Redis is empty."""
        self.postgresql.start()
        self.redis.start()
        self.redis.flush()


@attrs.frozen(kw_only=True)
class Installation:
    """The product on a database of its own."""

    servers: Servers
    url: str
    """Where OpenPhone posts to."""
    evidence: Evidence
    web: Program
    workers: Program
    scheduler: Program

    @property
    def programs(self) -> tuple[Program, ...]:
        """All our own processes, in the order in which they are started."""
        return (self.web, self.workers, self.scheduler)


@attrs.frozen(kw_only=True)
class Place:
    """A database, and the URLs by which the product reaches it and Redis, straight or through something."""

    database_url: str
    to_database: str
    to_redis: str

    @classmethod
    def fresh(cls, servers: Servers) -> Self:
        """Make an empty database that is reached straight."""
        servers.restored()
        url = servers.postgresql.fresh_database()
        return cls(database_url=url, to_database=url, to_redis=servers.redis.url)


@contextmanager
def running_servers() -> Iterator[Servers]:
    """Run PostgreSQL, which really writes what it commits, and Redis, which keeps nothing."""
    with postgresql(fsync=True) as database, redis() as bell:
        yield Servers(database, bell)


@contextmanager
def installed(servers: Servers, plan: Plan, place: Place | None = None) -> Iterator[Installation]:
    """Run the product while the block lasts."""
    place = place or Place.fresh(servers)
    with closing(Database.open(place.to_database)) as database:
        database.migrate()
    with ExitStack() as stack:
        rooms = [stack.enter_context(private_room()) for _ in range(3)]
        web, workers, scheduler = programs = _programs(plan, _settings(plan, place), rooms)
        for program in programs:
            stack.callback(program.end, logs=plan.logs)
        with ThreadPoolExecutor() as threads:
            list(threads.map(Program.start, programs))
        yield Installation(
            servers=servers,
            url=f"http://{web.command[-1]}/webhooks/openphone",
            evidence=Evidence(place.database_url),
            web=web,
            workers=workers,
            scheduler=scheduler,
        )


def _settings(plan: Plan, place: Place) -> dict[str, str]:
    return {
        "CRM_DATABASE_URL": place.to_database,
        "CRM_REDIS_URL": place.to_redis,
        "CRM_WEBHOOK_KEYS": KEYS,
        "CRM_LOW_BATCH_S": str(LOW_BATCH_S),
        "CRM_RETRY_BASE_S": str(plan.retry_base_s),
    }


def _programs(plan: Plan, settings: dict[str, str], rooms: list[Path]) -> tuple[Program, Program, Program]:
    address = f"127.0.0.1:{free_port()}"
    web = Program(
        name="web",
        command=entry_point("serve", "--bind", address),
        settings=settings,
        room=rooms[0],
        children=WEB_PROCESSES,
        is_ready=lambda: answers(address, "/readyz"),
    )
    workers = Program(
        name="workers",
        command=worker_command(plan.time_limits),
        settings=settings,
        room=rooms[1],
        children=len(Priority),
    )
    scheduler = Program(name="scheduler", command=entry_point("scheduler"), settings=settings, room=rooms[2])
    return web, workers, scheduler


def worker_command(limits: TimeLimits) -> list[str]:
    """Give the command line of workers whose handlers misbehave when they are told to."""
    lease_s, event_s = limits.lease.total_seconds(), limits.event.total_seconds()
    return [sys.executable, "-m", "tests.chaos.worker", f"--lease-s={lease_s}", f"--event-s={event_s}"]
