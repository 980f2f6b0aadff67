"""
The contract of every port, as tests that an adapter of it must pass.

Subclass a contract in a module of your tests and supply, as pytest fixture, what its tests ask for: `store`,
a new and empty `Store`, `bell`, a `Bell`, or `outpost`, an `Outpost`. Everything is asserted plainly, so that
no test runner is needed for importing this.
"""

from __future__ import annotations

from openphone_crm.testing.contracts.approval_reader import ApprovalReaderContract
from openphone_crm.testing.contracts.approvals import ApprovalBookContract
from openphone_crm.testing.contracts.archive import ArchiveContract
from openphone_crm.testing.contracts.audit import AuditContract
from openphone_crm.testing.contracts.calls import CallReaderContract
from openphone_crm.testing.contracts.changes import ChangeCounterContract
from openphone_crm.testing.contracts.contact_writing import ContactWritingContract
from openphone_crm.testing.contracts.contacts import ContactReaderContract
from openphone_crm.testing.contracts.conversations import ConversationReaderContract
from openphone_crm.testing.contracts.erasing import ErasingContract
from openphone_crm.testing.contracts.erasures import ErasuresContract
from openphone_crm.testing.contracts.events import EventReaderContract
from openphone_crm.testing.contracts.extraction_readers import ExtractionReaderContract, NoteReaderContract
from openphone_crm.testing.contracts.extractor import ExtractorContract
from openphone_crm.testing.contracts.failures import FailuresContract
from openphone_crm.testing.contracts.follow_ups import FollowUpsContract
from openphone_crm.testing.contracts.inbox import InboxContract
from openphone_crm.testing.contracts.job_queue import Bell, JobQueueContract
from openphone_crm.testing.contracts.notifier import NotifierContract, Outpost
from openphone_crm.testing.contracts.reading_matter import ReadingMatterContract
from openphone_crm.testing.contracts.readings import PacerContract, ReadingsContract
from openphone_crm.testing.contracts.remote_extractor import RemoteExtractor, RemoteExtractorContract
from openphone_crm.testing.contracts.replies import RepliesContract
from openphone_crm.testing.contracts.report_book import ReportBookContract
from openphone_crm.testing.contracts.retry_jobs import RetryJobsContract
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.tokens import TokensContract
from openphone_crm.testing.contracts.unit_of_work import UnitOfWorkContract

__all__ = [
    "ApprovalBookContract",
    "ApprovalReaderContract",
    "ArchiveContract",
    "AuditContract",
    "Bell",
    "CallReaderContract",
    "ChangeCounterContract",
    "ContactReaderContract",
    "ContactWritingContract",
    "ConversationReaderContract",
    "ErasingContract",
    "ErasuresContract",
    "EventReaderContract",
    "ExtractionReaderContract",
    "ExtractorContract",
    "FailuresContract",
    "FollowUpsContract",
    "InboxContract",
    "JobQueueContract",
    "NoteReaderContract",
    "NotifierContract",
    "Outpost",
    "PacerContract",
    "ReadingMatterContract",
    "ReadingsContract",
    "RemoteExtractor",
    "RemoteExtractorContract",
    "RepliesContract",
    "ReportBookContract",
    "RetryJobsContract",
    "Store",
    "TokensContract",
    "UnitOfWorkContract",
]
