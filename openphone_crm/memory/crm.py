"""The whole store in memory."""

from __future__ import annotations

from openphone_crm.memory.alert_book import MemoryAlertBook
from openphone_crm.memory.archive import MemoryArchive
from openphone_crm.memory.audit import MemoryAudit
from openphone_crm.memory.calls import MemoryCallReader
from openphone_crm.memory.change_feed import MemoryChangeFeed
from openphone_crm.memory.changes import MemoryChangeCounter
from openphone_crm.memory.contacts import MemoryContactReader
from openphone_crm.memory.conversations import MemoryConversationReader
from openphone_crm.memory.erasures import MemoryErasures
from openphone_crm.memory.events import MemoryEventReader
from openphone_crm.memory.extraction_readers import (
    MemoryApprovalReader,
    MemoryExtractionReader,
    MemoryNoteReader,
)
from openphone_crm.memory.failures import MemoryFailures
from openphone_crm.memory.figures import MemoryFigures
from openphone_crm.memory.file_book import MemoryFileBook
from openphone_crm.memory.follow_ups import MemoryFollowUps
from openphone_crm.memory.health_checks import MemoryHealthChecks, MemorySightings
from openphone_crm.memory.heartbeats import MemoryHeartbeats
from openphone_crm.memory.inbox import MemoryInbox
from openphone_crm.memory.outgoing_texts import MemoryOutgoingTexts
from openphone_crm.memory.reading_matter import MemoryReadingMatter
from openphone_crm.memory.readings import MemoryPacer, MemoryReadings
from openphone_crm.memory.reconciliation_book import MemoryReceipts, MemoryReconciliationBook
from openphone_crm.memory.replies import MemoryReplies
from openphone_crm.memory.report_book import MemoryReportBook
from openphone_crm.memory.retry_jobs import MemoryRetryJobs
from openphone_crm.memory.rollups import MemoryRollups
from openphone_crm.memory.send_log import MemorySendLog
from openphone_crm.memory.sessions import MemorySessions
from openphone_crm.memory.store import Store
from openphone_crm.memory.tokens import MemoryTokens
from openphone_crm.memory.traffic import MemoryTraffic
from openphone_crm.memory.unit_of_work import MemoryUnitOfWork
from openphone_crm.memory.webhook_keys import MemoryWebhookKeys
from openphone_crm.memory.workspace import MemoryWorkspace


class MemoryCrm:
    """One store, and every port that looks at it or changes it."""

    def __init__(self) -> None:
        store = Store()
        self.inbox = MemoryInbox(store)
        self.follow_ups = MemoryFollowUps(store)
        self.unit_of_work = MemoryUnitOfWork(store)
        self.conversations = MemoryConversationReader(store)
        self.calls = MemoryCallReader(store)
        self.contacts = MemoryContactReader(store)
        self.events = MemoryEventReader(store)
        self.changes = MemoryChangeCounter(store)
        self.change_feed = MemoryChangeFeed(store)
        self.tokens = MemoryTokens(store)
        self.sessions = MemorySessions(store)
        self.figures = MemoryFigures(store)
        self.rollups = MemoryRollups(store)
        self.outgoing_texts = MemoryOutgoingTexts(store)
        self.files = MemoryFileBook(store)
        self.audit = MemoryAudit(store)
        self.failures = MemoryFailures(store)
        self.report_book = MemoryReportBook(store)
        self.approvals = MemoryApprovalReader(store)
        self.extractions = MemoryExtractionReader(store)
        self.notes = MemoryNoteReader(store)
        self.readings = MemoryReadings(store)
        self.reading_matter = MemoryReadingMatter(store)
        self.pacer = MemoryPacer()
        self.replies = MemoryReplies()
        self.archive = MemoryArchive(store)
        self.erasures = MemoryErasures(store, self.replies)
        self.retry_jobs = MemoryRetryJobs(store)
        self.alert_book = MemoryAlertBook(store)
        self.health_checks = MemoryHealthChecks(store)
        self.sightings = MemorySightings(store)
        self.heartbeats = MemoryHeartbeats(store)
        self.send_log = MemorySendLog(store)
        self.traffic = MemoryTraffic(store)
        self.webhook_keys = MemoryWebhookKeys(store)
        self.workspace = MemoryWorkspace(store)
        self.reconciliation_book = MemoryReconciliationBook(store)
        self.receipts = MemoryReceipts(store)
