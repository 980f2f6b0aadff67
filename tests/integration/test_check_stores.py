"""What `check` says of databases and of Redis that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.engine import make_url

from adapters.sqlalchemy_repository import Database
from adapters.sqlalchemy_repository.database import Connections
from adapters.sqlalchemy_repository.schema import _config, head_revision
from tests.integration.checks import PASSWORD, checked, migrated
from tests.integration.old_redis import redis_of_version
from tests.integration.server_process import free_port
from tests.integration.servers import redis_client

GUEST = "crm-check"


def changed(url: str, **parts: object) -> str:
    """Change parts of a url."""
    return make_url(url).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]  # any of them


def at_revision(url: str, revision: str) -> None:
    """Bring a database to an older step."""
    with closing(Connections(url)) as connections, connections.writing() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.mark.usefixtures("place")
def test_a_database_that_is_ready(postgresql_url: str) -> None:
    """Nothing is wrong."""
    done = checked(CRM_DATABASE_URL=postgresql_url)

    assert (done.status, done.faults) == (0, [])


@pytest.mark.usefixtures("place")
def test_a_wrong_password(postgresql_url: str) -> None:
    """It is told from a server that is away."""
    done = checked(CRM_DATABASE_URL=changed(postgresql_url, password=PASSWORD))

    assert done.status == 1
    assert done.fault.startswith("database is unavailable: ")
    assert done.fault.endswith("the user or the password is wrong: correct CRM_DATABASE_URL")


@pytest.mark.usefixtures("place")
def test_a_database_that_was_not_made(postgresql_url: str) -> None:
    """What makes it is named."""
    done = checked(CRM_DATABASE_URL=changed(postgresql_url, database="another"))

    assert 'database "another" does not exist; make it with `createdb`' in done.fault


@pytest.mark.usefixtures("place")
def test_a_server_that_is_not_there(postgresql_url: str) -> None:
    """Nothing listens where it was looked for."""
    done = checked(CRM_DATABASE_URL=changed(postgresql_url, port=free_port()))

    assert "nothing listens there: start PostgreSQL, or correct host and port" in done.fault


@pytest.mark.usefixtures("place")
def test_tables_that_are_older(empty_postgresql_url: str) -> None:
    """The step that is there is named, the one that is needed, and what leads to it."""
    at_revision(empty_postgresql_url, "0003")

    done = checked(CRM_DATABASE_URL=empty_postgresql_url)

    needed = f"run `python -m entrypoints migrate`: at 0003, needed {head_revision()}"
    assert done.fault == f"migrations is unavailable: {needed}"


@pytest.mark.usefixtures("place")
def test_tables_that_are_newer(postgresql_url: str) -> None:
    """Migrating would not help: the code is what is too old."""
    with closing(Connections(postgresql_url)) as connections, connections.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    done = checked(CRM_DATABASE_URL=postgresql_url)

    assert "the tables are newer than this code: at 9999, known up to" in done.fault
    assert "python -m entrypoints migrate" not in done.fault


def test_a_file_that_is_no_database(place: Path) -> None:
    """It is said of which setting the file is."""
    (place / "notes.txt").write_text("these are notes, and no rows of any table" * 100)

    done = checked(CRM_DATABASE_URL="sqlite:///notes.txt")

    assert done.fault.endswith("the file is something else: correct CRM_DATABASE_URL")


def test_everything_is_looked_at(place: Path) -> None:
    """One reason does not hide another."""
    (place / "file").write_text("")

    done = checked(
        CRM_DATABASE_URL="sqlite:///missing/crm.db",
        CRM_REDIS_URL=f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0",
        CRM_STORAGE_URL="file://file",
        OPENPHONE_API_KEY=PASSWORD,
        OPENPHONE_API_URL=f"http://127.0.0.1:{free_port()}",
        GEMINI_API_KEY=PASSWORD,
        GEMINI_API_URL=f"http://127.0.0.1:{free_port()}",
    )

    assert done.status == 1
    assert [fault.split(" is ")[0] for fault in done.faults] == [
        "database",
        "Redis",
        "the file storage",
        "OpenPhone",
        "Gemini",
    ]


@pytest.mark.usefixtures("place")
def test_who_works_is_told(postgresql_url: str) -> None:
    """Whoever was seen long ago or never is no reason not to begin."""
    now = datetime.now(UTC)
    with closing(Database.open(postgresql_url)) as database:
        database.heartbeats.beat("scheduler", process="a", at=now)
        database.heartbeats.beat("critical worker", process="a", at=now - timedelta(hours=1))

    done = checked(CRM_DATABASE_URL=postgresql_url)

    assert done.status == 0
    assert "scheduler ok, seen" in done.words
    assert "critical worker last seen" in done.words
    assert "low worker not seen yet" in done.words


@pytest.mark.usefixtures("place")
def test_a_redis_that_is_ready(redis_url: str) -> None:
    """Its version is told."""
    migrated()

    done = checked(CRM_REDIS_URL=redis_url)

    assert done.faults == []
    assert re.search(r"Redis ok, (Redis|Valkey) [0-9]+\.[0-9]+", done.words)


@pytest.fixture
def guarded_redis_url(redis_url: str) -> Iterator[str]:
    """Lend a Redis as a user whose password is another."""
    with redis_client(redis_url) as client:
        client.acl_setuser(GUEST, enabled=True, passwords=["+another"], categories=["+@all"], keys=["*"])
        yield changed(redis_url, username=GUEST, password=PASSWORD)
        client.acl_deluser(GUEST)


@pytest.mark.usefixtures("place")
def test_a_redis_with_another_password(guarded_redis_url: str) -> None:
    """It is told from one that is away."""
    migrated()

    done = checked(CRM_REDIS_URL=guarded_redis_url)

    assert done.fault.startswith("Redis is unavailable: ")
    assert done.fault.endswith("the user or the password is wrong: correct CRM_REDIS_URL")


@pytest.mark.usefixtures("place")
def test_a_redis_that_is_not_there() -> None:
    """What to do is said."""
    migrated()

    done = checked(CRM_REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")

    assert "nothing listens there: start Redis" in done.fault


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(("version", "knows_hello"), [("6.0.20", True), ("5.0.14", False)])
def test_a_redis_that_is_too_old(version: str, *, knows_hello: bool) -> None:
    """RQ would lose jobs with it."""
    migrated()
    with redis_of_version(version, knows_hello=knows_hello) as url:
        done = checked(CRM_REDIS_URL=url)

    assert done.status == 1
    assert "6.2" in done.fault
    assert "RQ loses" in done.fault
