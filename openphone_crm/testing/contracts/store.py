"""What the contract of a store is written against: every port of it, as one thing."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.archive import Archive
from openphone_crm.ports.audit import Audit
from openphone_crm.ports.change_feed import ChangeFeed
from openphone_crm.ports.erasures import Erasures
from openphone_crm.ports.extraction_readers import ApprovalReader, ExtractionReader, NoteReader
from openphone_crm.ports.failures import Failures
from openphone_crm.ports.figures import Figures
from openphone_crm.ports.file_book import FileBook
from openphone_crm.ports.follow_ups import FollowUps
from openphone_crm.ports.health_checks import HealthChecks, Sightings
from openphone_crm.ports.heartbeats import Heartbeats
from openphone_crm.ports.inbox import Inbox
from openphone_crm.ports.outgoing_texts import OutgoingTexts
from openphone_crm.ports.pacer import CourteousPacer
from openphone_crm.ports.readers import (
    CallReader,
    ChangeCounter,
    ContactReader,
    ConversationReader,
    EventReader,
)
from openphone_crm.ports.reading_matter import ReadingMatter
from openphone_crm.ports.readings import Readings
from openphone_crm.ports.reconciliation_book import Receipts, ReconciliationBook
from openphone_crm.ports.replies import Replies
from openphone_crm.ports.report_book import ReportBook
from openphone_crm.ports.retry_jobs import RetryJobs
from openphone_crm.ports.rollups import Rollups
from openphone_crm.ports.send_log import SendLog
from openphone_crm.ports.sessions import Sessions
from openphone_crm.ports.tokens import Tokens
from openphone_crm.ports.traffic import Traffic
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.ports.webhook_keys import WebhookKeys
from openphone_crm.ports.workspace import Workspace


class Store(Protocol):
    """A CRM's memory: it begins empty, and what one port writes the others see."""

    @property
    def inbox(self) -> Inbox:
        """The queue of record."""
        ...

    @property
    def follow_ups(self) -> FollowUps:
        """The queue of record of follow-up work."""
        ...

    @property
    def unit_of_work(self) -> UnitOfWork:
        """What opens transactions."""
        ...

    @property
    def conversations(self) -> ConversationReader:
        """What looks at conversations."""
        ...

    @property
    def calls(self) -> CallReader:
        """What looks at calls."""
        ...

    @property
    def contacts(self) -> ContactReader:
        """What looks at contacts."""
        ...

    @property
    def events(self) -> EventReader:
        """What looks at events."""
        ...

    @property
    def changes(self) -> ChangeCounter:
        """What tells whether anything changed."""
        ...

    @property
    def change_feed(self) -> ChangeFeed:
        """What tells what changed."""
        ...

    @property
    def tokens(self) -> Tokens:
        """What keeps the tokens."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        ...

    @property
    def figures(self) -> Figures:
        """What counts events."""
        ...

    @property
    def rollups(self) -> Rollups:
        """The figures of every minute, hour and day."""
        ...

    @property
    def outgoing_texts(self) -> OutgoingTexts:
        """The texts that are on their way out."""
        ...

    @property
    def files(self) -> FileBook:
        """The files that are kept."""
        ...

    @property
    def audit(self) -> Audit:
        """The log of who did what."""
        ...

    @property
    def failures(self) -> Failures:
        """The groups of dead letters."""
        ...

    @property
    def report_book(self) -> ReportBook:
        """The figures of days."""
        ...

    @property
    def approvals(self) -> ApprovalReader:
        """What looks at what waits for approval."""
        ...

    @property
    def extractions(self) -> ExtractionReader:
        """What looks at the log of what was read."""
        ...

    @property
    def notes(self) -> NoteReader:
        """What looks at notes."""
        ...

    @property
    def retry_jobs(self) -> RetryJobs:
        """The bulk retries."""
        ...

    @property
    def readings(self) -> Readings:
        """What was read, and what it cost."""
        ...

    @property
    def reading_matter(self) -> ReadingMatter:
        """What is to be read."""
        ...

    @property
    def pacer(self) -> CourteousPacer:
        """What spaces out requests."""
        ...

    @property
    def replies(self) -> Replies:
        """The answers that are kept."""
        ...

    @property
    def archive(self) -> Archive:
        """What lets go of old things."""
        ...

    @property
    def alert_book(self) -> AlertBook:
        """The alerts."""
        ...

    @property
    def health_checks(self) -> HealthChecks:
        """The health checks."""
        ...

    @property
    def sightings(self) -> Sightings:
        """What finds the deliveries of health checks."""
        ...

    @property
    def heartbeats(self) -> Heartbeats:
        """The signs of life."""
        ...

    @property
    def send_log(self) -> SendLog:
        """What became of what was to be told."""
        ...

    @property
    def traffic(self) -> Traffic:
        """What counts deliveries and refusals."""
        ...

    @property
    def webhook_keys(self) -> WebhookKeys:
        """The keys of registered webhooks."""
        ...

    @property
    def workspace(self) -> Workspace:
        """Our numbers and people."""
        ...

    @property
    def erasures(self) -> Erasures:
        """What opens transactions that erase."""
        ...

    @property
    def reconciliation_book(self) -> ReconciliationBook:
        """The runs through OpenPhone's history."""
        ...

    @property
    def receipts(self) -> Receipts:
        """What looks at delivery keys."""
        ...
