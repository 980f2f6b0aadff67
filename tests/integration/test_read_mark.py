"""A conversation that is marked as read at the very moment at which something arrives in it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, create_engine, text

from adapters.sqlalchemy_repository import Database
from openphone_crm.ids import ConversationId
from openphone_crm.testing import builders as make
from openphone_crm.working_set import Changes
from tests.integration.waiting import wait_until

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    """Lend a database with its tables."""
    lent = Database.open(postgresql_url)
    lent.migrate()
    yield lent
    lent.close()


@pytest.fixture
def onlooker(postgresql_url: str) -> Iterator[Engine]:
    """Lend a way to see who waits for whom."""
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def test_what_arrives_meanwhile_stays_unread(database: Database, onlooker: Engine) -> None:
    """The mark waits for a worker that is about to commit, and reads nothing that nobody has seen."""
    talk = make.conversation()
    with database.unit_of_work.begin() as transaction:
        transaction.save(arrival(talk.id, "seen"))

    with ThreadPoolExecutor(1) as person:
        with database.unit_of_work.begin() as transaction:
            transaction.save(arrival(talk.id, "unseen"))
            marked = person.submit(mark_read, database, talk.id)
            assert wait_until(lambda: is_somebody_waiting(onlooker))
        assert marked.result(timeout=10)

    view = database.conversations.get(talk.id)
    assert view is not None
    assert view.unread_count == 1


def arrival(conversation_id: ConversationId, name: str) -> Changes:
    """What a worker saves of one incoming text."""
    talk = make.conversation()
    line = make.entry(talk, name, is_inbound=True)
    return Changes(conversations=(talk,), entries=(line,), touched=frozenset({conversation_id}))


def mark_read(database: Database, conversation_id: ConversationId) -> bool:
    """Read the conversation, as the API does."""
    with database.unit_of_work.begin() as transaction:
        return transaction.mark_read(conversation_id)


def is_somebody_waiting(onlooker: Engine) -> bool:
    """Tell whether a session of this database waits for a lock of another."""
    with onlooker.connect() as connection:
        return bool(connection.execute(WAITING).scalar_one())
