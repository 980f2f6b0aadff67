"""The servers that the other tests stand on are real, private, and gone afterwards."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.integration.server_process import ServerError, ServerProcess, private_room
from tests.integration.servers import PostgresqlServer, beside, postgresql, redis, redis_client

CHECKOUT = Path(__file__).parents[2]

# Starts both servers, names their processes, and waits to be killed.
HOLDER = """
import psutil, time
from tests.integration.servers import postgresql, redis
with postgresql(), redis():
    print(*(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
    time.sleep(60)
"""


def answer(url: str, statement: str) -> object:
    """Ask PostgreSQL for one value."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            return connection.execute(text(statement)).scalar_one()
    finally:
        engine.dispose()


def plain(url: str) -> str:
    """Write SQLAlchemy's URL as psycopg reads it."""
    return url.replace("+psycopg", "")


@pytest.fixture(scope="module")
def own_postgresql() -> Iterator[PostgresqlServer]:
    """Lend a PostgreSQL that may be stopped, wherever the other tests find theirs."""
    with postgresql() as server:
        yield server


def test_postgresql_keeps_text_and_json(postgresql_url: str) -> None:
    """PostgreSQL reads jsonb and lowers letters beyond ASCII."""
    value = answer(postgresql_url, """SELECT lower(('{"name": "JÜRGEN"}'::jsonb)->>'name')""")

    assert value == "jürgen"


def test_databases_are_separate(postgresql_server: PostgresqlServer, postgresql_url: str) -> None:
    """Each test has a database of its own, which is gone once it is dropped."""
    other = postgresql_server.fresh_database()

    postgresql_server.drop_database(other)

    assert make_url(other).database != make_url(postgresql_url).database
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(plain(other))


def test_a_database_can_be_copied(postgresql_server: PostgresqlServer, postgresql_url: str) -> None:
    """A copy has what the first one has, and goes its own way."""
    with psycopg.connect(plain(postgresql_url)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")

    copy = postgresql_server.fresh_database(like=postgresql_url)

    answer(postgresql_url, "DELETE FROM kept RETURNING one")
    assert answer(copy, "SELECT one FROM kept") == 1
    postgresql_server.drop_database(copy)


@pytest.mark.parametrize(("path", "found"), [("", "/2"), ("/0", "/2"), ("/3", "/5")])
def test_a_lent_redis_has_a_database_for_each_process(path: str, found: str) -> None:
    """Tests side by side count on from the database that the URL names."""
    server = "redis://:secret@localhost:6379"

    assert beside(f"{server}{path}", 2) == f"{server}{found}"


def test_a_used_database_can_be_dropped(postgresql_server: PostgresqlServer) -> None:
    """A connection left open by a failed test does not keep its database."""
    url = postgresql_server.fresh_database()

    with psycopg.connect(plain(url)) as connection:
        postgresql_server.drop_database(url)

        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_postgresql_keeps_what_was_committed(own_postgresql: PostgresqlServer) -> None:
    """A killed PostgreSQL comes back at the same address with every commit."""
    url = own_postgresql.fresh_database()
    with psycopg.connect(plain(url)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")

    own_postgresql.kill()
    own_postgresql.start()

    assert answer(url, "SELECT one FROM kept") == 1


def test_postgresql_asks_for_its_password(own_postgresql: PostgresqlServer) -> None:
    """Another user of the machine cannot connect."""
    address = make_url(own_postgresql.url("postgres")).set(password="guess")

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(plain(address.render_as_string(hide_password=False)))


def test_fsync_is_on_where_it_is_measured() -> None:
    """Benchmarks measure a server that really writes; tests do without."""
    with postgresql(fsync=True) as durable:
        setting = answer(durable.url("postgres"), "SHOW fsync")

    assert setting == "on"


def test_redis_moves_an_item_atomically(redis_url: str) -> None:
    """The command that RQ's reliable queues stand on works."""
    with redis_client(redis_url) as client:
        client.rpush("queue", "job")

        moved = client.blmove("queue", "taken", 1, "LEFT", "RIGHT")

        assert moved == b"job"
        assert client.lrange("taken", 0, -1) == [b"job"]


def test_redis_forgets_when_it_stops() -> None:
    """A stopped Redis comes back at the same address with nothing in it."""
    with redis() as server:
        with redis_client(server.url) as client:
            client.set("kept", "no")

        server.stop()
        server.start()

        with redis_client(server.url) as client:
            assert client.exists("kept") == 0


def test_a_lent_server_is_not_stopped(own_postgresql: PostgresqlServer) -> None:
    """A server named by its URL is used, and refuses to be stopped."""
    with postgresql(own_postgresql.url("postgres")) as lent:
        lent.start()

        assert answer(lent.fresh_database(), "SELECT 1") == 1
        with pytest.raises(ServerError, match="lent"):
            lent.stop()


def test_a_server_that_fails_says_why() -> None:
    """The error of a server that does not start quotes what it wrote."""
    with private_room() as room:
        command = ["/bin/sh", "-c", "echo no such disk; exit 1"]
        server = ServerProcess(command, room=room, is_ready=lambda: False)

        with pytest.raises(ServerError, match="no such disk"):
            server.start()


def test_nothing_is_left_when_the_tests_are_killed() -> None:
    """The servers end with the process that started them, even when it has no time to stop them."""
    with subprocess.Popen([sys.executable, "-c", HOLDER], cwd=CHECKOUT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        pids = [int(pid) for pid in holder.stdout.readline().split()]

        holder.kill()

    assert len(pids) > 2
    assert all(has_ended(pid) for pid in pids)


def has_ended(pid: int) -> bool:
    """Tell whether a process ends within some seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False
