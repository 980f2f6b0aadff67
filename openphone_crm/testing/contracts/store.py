"""What the contract of a store is written against: every port of it, as one thing."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.ports.archive import Archive
from openphone_crm.ports.audit import Audit
from openphone_crm.ports.erasures import Erasures
from openphone_crm.ports.extraction_readers import ApprovalReader, ExtractionReader, NoteReader
from openphone_crm.ports.failures import Failures
from openphone_crm.ports.follow_ups import FollowUps
from openphone_crm.ports.inbox import Inbox
from openphone_crm.ports.readers import (
    CallReader,
    ChangeCounter,
    ContactReader,
    ConversationReader,
    EventReader,
)
from openphone_crm.ports.reading_matter import ReadingMatter
from openphone_crm.ports.readings import Pacer, Readings
from openphone_crm.ports.replies import Replies
from openphone_crm.ports.report_book import ReportBook
from openphone_crm.ports.retry_jobs import RetryJobs
from openphone_crm.ports.tokens import Tokens
from openphone_crm.ports.unit_of_work import UnitOfWork


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
    def tokens(self) -> Tokens:
        """What keeps the tokens."""
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
    def pacer(self) -> Pacer:
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
    def erasures(self) -> Erasures:
        """What opens transactions that erase."""
        ...
