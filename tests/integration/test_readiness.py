"""Whether a process says that it can serve, and what it says of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import attrs
import httpx2
import pytest
from sqlalchemy import text

from adapters.sqlalchemy_repository.database import Connections
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.readiness import REMEMBERED_S, Readiness
from entrypoints.settings import Settings
from openphone_crm.errors import UnavailableError
from tests.integration.processes import answers, entry_point, running
from tests.integration.server_process import free_port
from tests.integration.servers import PostgresqlServer
from tests.integration.waiting import wait_until

KEY = "bGVnYWN5LWtleQ=="


@pytest.fixture
def application(place: Path) -> Iterator[Application]:
    """Lend an application on a migrated database, whose Redis is away."""
    settings = Settings(
        database_url=f"sqlite:///{place}/crm.db",
        redis_url=f"redis://127.0.0.1:{free_port()}/0",
        storage_url=f"file://{place}/media",
    )
    migrate(settings)
    with bootstrap(settings) as application:
        yield application


def test_without_redis_everything_can_be_served(application: Application) -> None:
    """That it is down is said, and no reason not to be ready."""
    parts = Readiness(application)()

    assert (parts["database"], parts["migrations"]) == ("ok", "ok")
    assert (parts["redis"], parts["storage"]) == ("down", "ok")


def test_nobody_was_seen_yet(application: Application) -> None:
    """Who works beside is told, and no reason not to be ready."""
    parts = Readiness(application)()

    assert (parts["scheduler"], parts["workers"]) == ("not seen", "not seen")


def test_who_was_seen_lately_is_there(application: Application) -> None:
    """Of the workers it takes one for each queue."""
    heartbeats, now = application.database.heartbeats, application.clock.now()
    heartbeats.beat("scheduler", process="a", at=now - timedelta(days=1))
    heartbeats.beat("critical worker", process="a", at=now)

    parts = Readiness(application)()

    assert (parts["scheduler"], parts["workers"]) == ("not seen", "some not seen")


@pytest.mark.parametrize(
    ("place_of_files", "said"),
    [
        ("file://{}/crm.db", "not writable"),
        ("s3://shop", "remote"),
        (f"file://{{}}/{'x' * 300}/media", "ok"),
    ],
)
def test_files_are_no_reason_not_to_be_ready(
    application: Application, place_of_files: str, said: str
) -> None:
    """Where they cannot be kept it is said; a bucket is not asked every second."""
    url = place_of_files.format(Path.cwd())
    settings = attrs.evolve(application.settings, storage_url=url)

    parts = Readiness(attrs.evolve(application, settings=settings))()

    assert parts["storage"] == said


def test_what_was_found_is_remembered_for_a_moment(application: Application) -> None:
    """Whoever asks again and again costs the database nothing, and hears of a change soon."""
    readiness = Readiness(application)
    before = readiness()
    make_newer(application.settings.database_url)

    assert readiness() is before
    assert wait_until(lambda: is_refused(readiness), limit_s=10 * REMEMBERED_S)


def test_a_refusal_is_remembered_too(application: Application) -> None:
    """Each time it names what is missing."""
    make_newer(application.settings.database_url)
    readiness = Readiness(application)

    refused = [is_refused(readiness) for _ in range(3)]

    assert refused == [True, True, True]


def test_a_database_that_goes_away(postgresql_url: str, postgresql_server: PostgresqlServer) -> None:
    """Its part is named, beside what every problem says; nothing of where it was looked for."""
    settings = {"CRM_DATABASE_URL": postgresql_url, "CRM_WEBHOOK_KEYS": KEY}
    address = f"127.0.0.1:{free_port()}"
    url = f"http://{address}/readyz"
    with running(
        entry_point("serve", "--bind", address), settings, ready=lambda: answers(address, "/readyz")
    ):
        well = httpx2.get(url, trust_env=False)
        postgresql_server.stop()
        assert wait_until(lambda: httpx2.get(url, trust_env=False, timeout=30).status_code == 503)
        ill = httpx2.get(url, trust_env=False, timeout=30)

    assert (well.status_code, well.json()["status"], well.json()["redis"]) == (200, "ready", "off")
    problem = ill.json()
    assert ill.headers["content-type"] == "application/problem+json"
    assert ill.headers["retry-after"] == "5"
    assert (problem["status"], problem["ready"], problem["part"]) == (503, False, "database")
    assert "127.0.0.1" not in ill.text


def make_newer(url: str) -> None:
    """Let the tables be of a step that this code does not know."""
    with closing(Connections(url)) as connections, connections.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def is_refused(readiness: Readiness) -> bool:
    """Whether the migrations are what is missing."""
    try:
        readiness()
    except UnavailableError as error:
        return error.what == "migrations"
    return False
