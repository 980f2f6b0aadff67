"""SQLite and PostgreSQL keep what the contracts promise, like the ports in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import psycopg
import pytest

from adapters.sqlalchemy_repository import Database
from adapters.sqlalchemy_repository.tables import metadata
from openphone_crm.testing import contracts
from tests.integration.servers import PostgresqlServer

# Every row that a test has written; the tables left out are filled by the migrations themselves.
KEPT = ("change_counters", "change_feed")
WRITTEN = [table for name, table in metadata.tables.items() if name not in KEPT]
# What goes from the others is written down among the changes.
CLEAR = ";".join(str(table.delete()) for table in (*WRITTEN, metadata.tables["changes"]))

Kept = tuple[Database, Callable[[], object]]
"""A database that all tests of this module share, and what empties it."""


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Lend a migrated file."""
    path = tmp_path_factory.mktemp("shared") / "crm.db"
    with (
        closing(Database.open(f"sqlite:///{path}")) as database,
        closing(sqlite3.connect(path)) as connection,
    ):
        database.migrate()
        connection.execute("PRAGMA synchronous=OFF")
        yield database, partial(connection.executescript, f"BEGIN IMMEDIATE;{CLEAR};COMMIT")


@pytest.fixture(scope="module")
def postgresql(postgresql_server: PostgresqlServer) -> Iterator[Kept]:
    """Lend a migrated database of the server."""
    postgresql_server.start()
    url = postgresql_server.fresh_database()
    with closing(Database.open(url)) as database:
        database.migrate()
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            yield database, partial(connection.execute, CLEAR.encode())
    postgresql_server.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> contracts.Store:
    """Lend a store of each kind, emptied."""
    kept: Kept = request.getfixturevalue(request.param)
    database, empty = kept
    empty()
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


class TestChangeFeed(contracts.ChangeFeedContract):
    """What changed."""


class TestTokens(contracts.TokensContract):
    """Tokens."""


class TestSessions(contracts.SessionsContract):
    """Who is signed in."""


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


class TestAlertBook(contracts.AlertBookContract):
    """Alerts."""


class TestFileBook(contracts.FileBookContract):
    """Which files are kept."""


class TestFigures(contracts.FiguresContract):
    """What is counted of events."""


class TestRollups(contracts.RollupsContract):
    """The figures of minutes, hours and days."""


class TestOutgoingTexts(contracts.OutgoingTextsContract):
    """Texts on their way out."""


class TestHealthChecks(contracts.HealthChecksContract):
    """Health checks."""


class TestHeartbeats(contracts.HeartbeatsContract):
    """Signs of life."""


class TestSendLog(contracts.SendLogContract):
    """What became of what was to be told."""


class TestTraffic(contracts.TrafficContract):
    """Deliveries and refusals."""


class TestWebhookKeys(contracts.WebhookKeysContract):
    """The keys of registered webhooks."""


class TestWorkspace(contracts.WorkspaceContract):
    """Our numbers and people."""


class TestReconciliationBook(contracts.ReconciliationBookContract):
    """Runs through OpenPhone's history."""


class TestReceipts(contracts.ReceiptsContract):
    """Looking at what was received."""
