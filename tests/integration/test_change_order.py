"""Followers of changes miss nothing, in whatever order transactions begin and end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import attrs
import pytest
from sqlalchemy import select

from adapters.sqlalchemy_repository import Database
from adapters.sqlalchemy_repository.tables import messages
from openphone_crm.changes import ChangedKind
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.following import Follower, caught_up
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.working_set import Changes
from tests.integration.falcon_http.world import make_world
from tests.integration.waiting import wait_until

WRITERS, ROUNDS = 4, 10
PATIENCE_S = 20


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Database]:
    """Lend an empty database of PostgreSQL."""
    with closing(Database.open(postgresql_url)) as database:
        yield database


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """Lend an empty file of SQLite."""
    with closing(Database.open(f"sqlite:///{tmp_path}/crm.db")) as database:
        database.migrate()
        yield database


def test_whoever_began_first_and_ends_last_is_not_passed_over(postgresql: Database) -> None:
    """What was committed meanwhile is held back, and told after what the first has written."""
    follower = caught_up(postgresql)
    with postgresql.unit_of_work.begin() as first:
        first.save(Changes(messages=(make.message("first"),)))
        write(postgresql, messages=(make.message("second"),))
        meanwhile = follower.poll()

    told = follower.news()

    assert meanwhile == ()
    assert [change.id for change in told] == [make.item_id("first"), make.item_id("second")]


def test_whoever_began_first_and_writes_the_same_last_is_not_passed_over(postgresql: Database) -> None:
    """A thing that moves back, to the number of an older transaction, is still before every follower."""
    follower = caught_up(postgresql)
    with postgresql.unit_of_work.begin() as first:
        first.save(Changes(messages=(make.message("other"),)))
        write(postgresql, messages=(make.message("one", text="of the second"),))
        follower.poll()
        first.save(Changes(messages=(make.message("one", text="of the first"),)))

    told = follower.news()

    assert {change.id for change in told} == {make.item_id("other"), make.item_id("one")}


def test_what_is_undone_holds_nothing_back_for_ever(postgresql: Database) -> None:
    """What waited for a transaction that was undone is told to a poller that was answered 304 until then."""
    world = make_world(change_feed=postgresql.change_feed)
    following = world.get("changes?limit=200").headers["link"].split(";")[0].strip("<>")
    with postgresql.unit_of_work._connections.engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_current_xact_id()")
        write(postgresql, messages=(make.message("one"),))
        tag = {"If-None-Match": world.ask("GET", following).headers["etag"]}
        waiting = world.ask("GET", following, headers=tag)
        connection.rollback()

    is_told = wait_until(lambda: world.ask("GET", following, headers=tag).status_code == 200)

    told = world.ask("GET", following, headers=tag).json()
    assert (waiting.status_code, is_told) == (304, True)
    assert [change["id"] for change in told] == [make.item_id("one")]


@attrs.define
class Copy:
    """A copy of all messages, kept as a stranger would: told of a change, it looks what there is."""

    database: Database
    follower: Follower
    texts: dict[str, str | None] = attrs.field(factory=dict)

    def keep_up(self, until: threading.Event) -> None:
        """Follow as long as somebody writes."""
        while not until.is_set():
            self._catch_up()

    def has(self, message_id: str) -> bool:
        """Whether it has come as far as this message."""
        while self._catch_up():
            pass
        return message_id in self.texts

    def _catch_up(self) -> int:
        told = [change.id for change in self.follower.poll() if change.kind is ChangedKind.MESSAGE]
        present = texts_of(self.database) if told else {}
        for message_id in told:
            self.texts.pop(message_id, None)
            if message_id in present:
                self.texts[message_id] = present[message_id]
        return len(told)


def texts_of(database: Database) -> dict[str, str | None]:
    """Look at what all messages say."""
    with database._connections.reading() as connection:
        return {row.id: row.text for row in connection.execute(select(messages.c.id, messages.c.text))}


def write_a_lot(database: Database, writer: int, all_have_written: threading.Barrier) -> None:
    """Write, change and remove in transactions of which each is open until all others have written."""
    for turn in range(ROUNDS):
        with database.unit_of_work.begin() as transaction:
            transaction.save(
                Changes(
                    messages=(
                        make.message(f"{writer} new {turn}"),
                        make.message(f"{writer} again {turn % 3}", text=f"{turn}"),
                    ),
                    removed_messages=(make.item_id(f"{writer} new {turn - 2}"),),
                )
            )
            all_have_written.wait(PATIENCE_S)


@pytest.mark.parametrize(("kind", "at_once"), [("postgresql", WRITERS), ("sqlite", 1)])
def test_followers_of_many_writers_have_everything(
    request: pytest.FixtureRequest, kind: str, at_once: int
) -> None:
    """While many write and their transactions overlap, each follower's copy ends like what there is."""
    database: Database = request.getfixturevalue(kind)
    copies = [Copy(database, Follower(database, limit)) for limit in (3, 200)]
    over, barrier = threading.Event(), threading.Barrier(at_once)

    with ThreadPoolExecutor(WRITERS + len(copies)) as threads:
        following = [threads.submit(copy.keep_up, over) for copy in copies]
        writing = [threads.submit(write_a_lot, database, number, barrier) for number in range(WRITERS)]
        failures = [each.exception() for each in writing]
        over.set()
        failures += [each.exception() for each in following]
    write(database, messages=(make.message("last"),))

    assert failures == [None] * (WRITERS + len(copies))
    assert all(wait_until(partial(copy.has, make.item_id("last"))) for copy in copies)
    assert [copy.texts for copy in copies] == [texts_of(database)] * len(copies)
