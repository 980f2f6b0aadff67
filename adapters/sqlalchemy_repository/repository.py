"""The ports that a database serves, in one hand."""

from __future__ import annotations

from .alert_book import SqlAlertBook
from .archive import SqlArchive
from .audit import SqlAudit
from .call_reader import SqlCallReader
from .change_feed import SqlChangeFeed
from .contact_reader import SqlContactReader
from .conversation_reader import SqlConversationReader
from .counters import SqlChangeCounter
from .database import Connections
from .erasures import SqlErasures
from .event_reader import SqlEventReader
from .extraction_readers import SqlApprovalReader, SqlExtractionReader, SqlNoteReader
from .failure_groups import SqlFailures
from .figures import SqlFigures
from .file_book import SqlFileBook
from .follow_ups import SqlFollowUps
from .health_checks import SqlHealthChecks, SqlSightings
from .heartbeats import SqlHeartbeats
from .inbox import SqlInbox
from .outgoing_texts import SqlOutgoingTexts
from .pacer import SqlPacer
from .reading_matter import SqlReadingMatter
from .readings import SqlReadings
from .reconciliation_book import SqlReceipts, SqlReconciliationBook
from .replies import SqlReplies
from .report_book import SqlReportBook
from .retry_jobs import SqlRetryJobs
from .rollups import SqlRollups
from .send_log import SqlSendLog
from .sessions import SqlSessions
from .tokens import SqlTokens
from .traffic import SqlTraffic
from .transaction import SqlUnitOfWork
from .webhook_keys import SqlWebhookKeys
from .workspace import SqlWorkspace


class Database:
    """One object per port, over one pool of connections that nothing opens before its first use."""

    def __init__(self, connections: Connections) -> None:
        """Serve every port through these connections."""
        self._connections = connections
        self.inbox = SqlInbox(connections)
        self.follow_ups = SqlFollowUps(connections)
        self.unit_of_work = SqlUnitOfWork(connections)
        self.conversations = SqlConversationReader(connections)
        self.calls = SqlCallReader(connections)
        self.contacts = SqlContactReader(connections)
        self.approvals = SqlApprovalReader(connections)
        self.extractions = SqlExtractionReader(connections)
        self.notes = SqlNoteReader(connections)
        self.events = SqlEventReader(connections)
        self.changes = SqlChangeCounter(connections)
        self.change_feed = SqlChangeFeed(connections)
        self.readings = SqlReadings(connections)
        self.reading_matter = SqlReadingMatter(connections)
        self.pacer = SqlPacer(connections)
        self.tokens = SqlTokens(connections)
        self.sessions = SqlSessions(connections)
        self.figures = SqlFigures(connections)
        self.rollups = SqlRollups(connections)
        self.outgoing_texts = SqlOutgoingTexts(connections)
        self.files = SqlFileBook(connections)
        self.audit = SqlAudit(connections)
        self.failures = SqlFailures(connections)
        self.report_book = SqlReportBook(connections)
        self.replies = SqlReplies(connections)
        self.archive = SqlArchive(connections)
        self.erasures = SqlErasures(connections)
        self.retry_jobs = SqlRetryJobs(connections)
        self.alert_book = SqlAlertBook(connections)
        self.health_checks = SqlHealthChecks(connections)
        self.sightings = SqlSightings(connections)
        self.heartbeats = SqlHeartbeats(connections)
        self.send_log = SqlSendLog(connections)
        self.traffic = SqlTraffic(connections)
        self.webhook_keys = SqlWebhookKeys(connections)
        self.workspace = SqlWorkspace(connections)
        self.reconciliation_book = SqlReconciliationBook(connections)
        self.receipts = SqlReceipts(connections)

    @classmethod
    def open(cls, url: str) -> Database:
        """The database at a SQLAlchemy url; `sqlite:///...` or `postgresql+psycopg://...`."""
        return cls(Connections(url))

    def migrate(self) -> None:
        """Bring the tables to the newest form."""
        self._connections.migrate()

    def check(self) -> None:
        """
        See that the database answers and has the newest tables.

        Raises:
            UnavailableError: Naming `database` or `migrations`.
        """
        self._connections.check()

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()
