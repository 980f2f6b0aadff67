"""SQLite and PostgreSQL keep what the contracts promise, like the ports in memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from adapters.sqlalchemy_repository import Database
from openphone_crm.testing import contracts
from tests.integration.servers import PostgresqlServer

# Every row that a test has written; the tables left out are filled by the migrations themselves.
CLEAR = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN ('alembic_version', 'change_counters')
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$
"""


@pytest.fixture(scope="module")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database file that is migrated and empty; a copy of it is ready at once."""
    path = tmp_path_factory.mktemp("template") / "crm.db"
    database = Database.open(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture(scope="module")
def postgresql_database(postgresql_server: PostgresqlServer) -> Iterator[tuple[Connection, Database]]:
    """Lend one migrated database to all tests of this module, and a connection to clear it with."""
    postgresql_server.start()
    url = postgresql_server.fresh_database()
    database = Database.open(url)
    database.migrate()
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection, database
    database.close()
    postgresql_server.drop_database(url)


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """Lend a database file of its own to each test."""
    path = shutil.copy(sqlite_template, tmp_path / "crm.db")
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgresql_store(postgresql_database: tuple[Connection, Database]) -> Database:
    """Lend the database, emptied, to each test."""
    connection, database = postgresql_database
    connection.execute(text(CLEAR))
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> contracts.Store:
    """Lend an empty store of each kind."""
    database: Database = request.getfixturevalue(f"{request.param}_store")
    return database


class TestInbox(contracts.InboxContract):
    """The queue of record."""


class TestFollowUps(contracts.FollowUpsContract):
    """The queue of record of follow-up work."""


class TestUnitOfWork(contracts.UnitOfWorkContract):
    """Transactions."""


class TestConversationReader(contracts.ConversationReaderContract):
    """Looking at conversations."""


class TestCallReader(contracts.CallReaderContract):
    """Looking at calls."""


class TestContactReader(contracts.ContactReaderContract):
    """Looking at contacts."""


class TestEventReader(contracts.EventReaderContract):
    """Looking at events."""


class TestChangeCounter(contracts.ChangeCounterContract):
    """Whether anything changed."""


class TestTokens(contracts.TokensContract):
    """Tokens."""


class TestAudit(contracts.AuditContract):
    """Who did what."""


class TestFailures(contracts.FailuresContract):
    """Groups of dead letters."""


class TestReportBook(contracts.ReportBookContract):
    """Figures of days."""


class TestContactWriting(contracts.ContactWritingContract):
    """Contacts as they are written."""


class TestApprovalBook(contracts.ApprovalBookContract):
    """What is suggested for contacts."""


class TestApprovalReader(contracts.ApprovalReaderContract):
    """Looking at what is suggested."""


class TestExtractionReader(contracts.ExtractionReaderContract):
    """Looking at the log of what was read."""


class TestNoteReader(contracts.NoteReaderContract):
    """Looking at notes."""


class TestReadingMatter(contracts.ReadingMatterContract):
    """What is to be read."""


class TestReadings(contracts.ReadingsContract):
    """What was read, and what it cost."""


class TestPacer(contracts.PacerContract):
    """Moments that are far enough apart."""


class TestReplies(contracts.RepliesContract):
    """Answers that are kept."""


class TestArchive(contracts.ArchiveContract):
    """Letting go of what is old."""


class TestErasures(contracts.ErasuresContract):
    """Transactions that erase."""


class TestErasing(contracts.ErasingContract):
    """Erasing people."""


class TestRetryJobs(contracts.RetryJobsContract):
    """Dead letters that are tried once more."""
