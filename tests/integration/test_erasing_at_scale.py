"""However much there is, erasing somebody holds nobody up and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import Engine, create_engine, select, text

from adapters.sqlalchemy_repository import Database, strays
from adapters.sqlalchemy_repository.tables import conversations
from openphone_crm.erasure import Erasure
from openphone_crm.errors import UnavailableError
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.erasing_scenes import ANN, BEN, OTHER, TALK, have_items
from openphone_crm.working_set import Changes, Wanted


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    """Lend a database, migrated."""
    with closing(Database.open(postgresql_url)) as opened:
        opened.migrate()
        yield opened


@contextmanager
def others(url: str) -> Iterator[Engine]:
    """Lend connections that have nothing to do with the adapter's."""
    engine = create_engine(url)
    yield engine
    engine.dispose()


def test_strays_are_found_however_many_rows_there_are(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables are looked through a few rows at a time, to the last one."""
    monkeypatch.setattr(strays, "BATCH", 2)
    senders = {f"{number}": ANN if number in (0, 3, 6) else BEN for number in range(7)}
    messages = tuple(make.message(name, from_number=sender) for name, sender in senders.items())
    with database.unit_of_work.begin() as transaction:
        transaction.save(Changes(messages=messages))

    found = database.erasures.strays([ANN])

    assert found == Wanted(message_ids=frozenset({"ACx0", "ACx3", "ACx6"}))


def test_who_drops_a_late_report_locks_conversations_last(database: Database, postgresql_url: str) -> None:
    """Until all is saved that comes with it, they are free for others; then they are up to date."""
    have_items(database)
    gone = Wanted(message_ids=frozenset({"ACxkept"}))
    with database.unit_of_work.begin() as transaction, others(postgresql_url) as engine:
        transaction.erase(Erasure(at=make.NOON, names=frozenset({"ACxkept"}), resources=gone))

        with engine.begin() as other:
            free = other.execute(select(conversations.c.id).with_for_update(nowait=True)).scalars().all()

    assert (set(free), database.conversations.get(OTHER.id)) == ({TALK.id, OTHER.id}, None)


def test_what_takes_too_long_is_begun_again(database: Database) -> None:
    """Whoever erases is told to come back, and not that something is broken."""
    with pytest.raises(UnavailableError, match="statement timeout"):
        take_too_long(database)


def take_too_long(database: Database) -> None:
    """Have an erasure in which a statement does not end in time."""
    with database.erasures.begin(alone=True) as transaction:
        transaction._connection.execute(text("SET LOCAL statement_timeout = 1"))
        transaction._connection.execute(text("SELECT pg_sleep(20)"))
