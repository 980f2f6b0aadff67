"""What databases do about changes: what was there before, how long deletions are told, and who numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert, text

from adapters.sqlalchemy_repository import Database
from adapters.sqlalchemy_repository.migrations.telling_changes import FED, tellers
from adapters.sqlalchemy_repository.schema import _config
from adapters.sqlalchemy_repository.tables import changes, metadata
from openphone_crm.changes import ChangedKind, OutdatedCursorError
from openphone_crm.ports.archive import Kept
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.following import Follower, caught_up
from openphone_crm.testing.contracts.scenes import write
from tests.integration.waiting import wait_until

FAR_OFF = datetime(2999, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(1999, 1, 1, tzinfo=UTC)
OLD_ROWS = """
    INSERT INTO contacts (id, created_at, updated_at, origins)
    VALUES ('ann', '2026-04-13T12:00:00.000000Z', '2026-04-13T12:00:00.000000Z', '{}'),
           ('ben', '2026-04-13T12:00:00.000000Z', '2026-04-13T12:00:00.000000Z', '{}')
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Lend an empty database of each kind, without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/crm.db"
    found: str = request.getfixturevalue("empty_postgresql_url")
    return found


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Lend it with all tables."""
    with closing(Database.open(url)) as database:
        database.migrate()
        yield database


def go_to(database: Database, revision: str, step: Callable[[Config, str], None] = command.upgrade) -> None:
    """Bring the tables to a step."""
    with database._connections.writing() as connection:
        config = _config()
        config.attributes["connection"] = connection
        step(config, revision)


def _is_waited_for(database: Database) -> bool:
    """Whether somebody waits for a lock on a table."""
    with database._connections.reading() as connection:
        query = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
        return bool(connection.execute(query).scalar_one())


def let_go(database: Database, before: datetime, limit: int = 10) -> int:
    """Let go of old deletions."""
    return database.archive.prune(Kept.DELETIONS, before=before, limit=limit)


def test_every_kind_has_a_table() -> None:
    """What is told is what the core has names for, and all of it is in tables of ours."""
    assert sorted(FED.values()) == sorted(ChangedKind)
    assert FED.keys() <= metadata.tables.keys()


def test_no_step_has_lost_what_tells(tmp_path: Path) -> None:
    """A step that copies a table of SQLite loses its triggers: all of them are there in the end."""
    with closing(Database.open(f"sqlite:///{tmp_path}/crm.db")) as database:
        database.migrate()
        with database._connections.reading() as connection:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            found = set(names.scalars())

    made = {re.findall(r"CREATE TRIGGER (\w+)", statement)[0] for statement in tellers("sqlite")}
    assert made <= found


def test_what_was_there_before_is_told(url: str) -> None:
    """Who follows from the start is told of what an older version has written, and then of what comes."""
    with closing(Database.open(url)) as database:
        go_to(database, "0005")
        with database._connections.writing() as connection:
            connection.exec_driver_sql(OLD_ROWS)
        database.migrate()
        write(database, messages=(make.message("one"),))

        told = Follower(database, limit=1).news()

    assert [(change.id, change.is_deleted) for change in told] == [
        ("ann", False),
        ("ben", False),
        (make.item_id("one"), False),
    ]


def test_what_is_written_while_the_step_is_taken_is_told(empty_postgresql_url: str) -> None:
    """A server of the version before is still at work: what it has not committed yet is waited for."""
    with closing(Database.open(empty_postgresql_url)) as database, ThreadPoolExecutor() as pool:
        go_to(database, "0005")
        with database._connections.writing() as connection:
            connection.exec_driver_sql(OLD_ROWS)
            migrating = pool.submit(database.migrate)
            assert wait_until(lambda: _is_waited_for(database), limit_s=8)
        migrating.result()

        told = Follower(database).news()

    assert [change.id for change in told] == ["ann", "ben"]


def test_the_steps_can_be_taken_back(url: str) -> None:
    """And taken again: what is there by then is told."""
    with closing(Database.open(url)) as database:
        database.migrate()
        go_to(database, "0004", command.downgrade)
        with database._connections.writing() as connection:
            connection.exec_driver_sql(OLD_ROWS)
        database.migrate()

        told = Follower(database).news()

    assert [change.id for change in told] == ["ann", "ben"]


def test_deletions_are_let_go_of(database: Database) -> None:
    """Whoever follows from before them has to start again, and whoever starts is told what there is."""
    follower = caught_up(database)
    write(database, messages=(make.message("gone"), make.message("there")))
    write(database, removed_messages=(make.item_id("gone"),))
    away, present = follower.cursor, caught_up(database)

    count = let_go(database, FAR_OFF)

    assert count == 1
    with pytest.raises(OutdatedCursorError, match="start again"):
        database.change_feed.after(away, limit=1)
    assert present.news() == []
    assert make.item_id("gone") not in [change.id for change in Follower(database).news()]


def test_who_starts_after_deletions_were_let_go_of_comes_to_the_end(database: Database) -> None:
    """However slowly it goes: what was gone before it began it has not missed."""
    write(database, messages=(make.message("old"), make.message("gone")))
    write(database, removed_messages=(make.item_id("gone"),))
    write(database, messages=(make.message("new"),))
    let_go(database, FAR_OFF)

    told = Follower(database, limit=1).news()

    assert [change.id for change in told] == [make.item_id("old"), make.item_id("new")]


def test_who_started_after_one_deletion_may_miss_the_next(database: Database) -> None:
    """What is let go of behind the back of somebody who is under way is missed by it."""
    write(database, messages=tuple(make.message(name) for name in ("old", "gone", "next")))
    write(database, removed_messages=(make.item_id("gone"),))
    let_go(database, FAR_OFF)
    follower = Follower(database, limit=1)
    follower.poll()
    write(database, removed_messages=(make.item_id("next"),))

    let_go(database, FAR_OFF)

    with pytest.raises(OutdatedCursorError):
        follower.poll()


def test_young_deletions_stay(database: Database) -> None:
    """What was deleted after the cut-off is told, whoever asks."""
    follower = caught_up(database)
    write(database, messages=(make.message("gone"),))
    write(database, removed_messages=(make.item_id("gone"),))

    count = let_go(database, LONG_AGO)

    assert count == 0
    assert [(change.id, change.is_deleted) for change in follower.news()] == [(make.item_id("gone"), True)]


def test_so_many_deletions_go_at_a_time(database: Database) -> None:
    """A limit is kept, and the rest goes the next time."""
    names = ("a", "b", "c")
    write(database, messages=tuple(make.message(name) for name in names))
    write(database, removed_messages=tuple(make.item_id(name) for name in names))

    counts = [let_go(database, FAR_OFF, limit=2) for _ in range(3)]

    assert counts == [2, 1, 0]


def test_what_another_server_numbered_is_told(postgresql_url: str) -> None:
    """A database that was brought to a server with smaller numbers tells everything, after a while."""
    with closing(Database.open(postgresql_url)) as database:
        follower = caught_up(database)
        with database._connections.writing() as connection:
            far = {"number": 2**61, "deleted": False, "changed_at": make.NOON}
            connection.execute(insert(changes), {"kind": "message", "id": "brought", **far})
        before = follower.news()

        let_go(database, LONG_AGO)

        assert before == []
        assert [change.id for change in follower.news()] == ["brought"]
