"""
The contract of every port, as tests that an adapter of it must pass.

Subclass a contract in a module of your tests and supply, as pytest fixture, what its tests ask for: `store`,
a new and empty `Store`, `bell`, a `Bell`, `outpost`, an `Outpost`, `depot`, a `Depot`, or `media_host`, a
`MediaHost`. Everything is asserted plainly, so that
no test runner is needed for importing this.
"""

from __future__ import annotations

from openphone_crm.testing.contracts.alert_book import AlertBookContract
from openphone_crm.testing.contracts.approval_reader import ApprovalReaderContract
from openphone_crm.testing.contracts.approvals import ApprovalBookContract
from openphone_crm.testing.contracts.archive import ArchiveContract
from openphone_crm.testing.contracts.audit import AuditContract
from openphone_crm.testing.contracts.calls import CallReaderContract
from openphone_crm.testing.contracts.change_feed import ChangeFeedContract
from openphone_crm.testing.contracts.changes import ChangeCounterContract
from openphone_crm.testing.contracts.contact_writing import ContactWritingContract
from openphone_crm.testing.contracts.contacts import ContactReaderContract
from openphone_crm.testing.contracts.conversations import ConversationReaderContract
from openphone_crm.testing.contracts.depots import Depot
from openphone_crm.testing.contracts.erasing import ErasingContract
from openphone_crm.testing.contracts.erasures import ErasuresContract
from openphone_crm.testing.contracts.events import EventReaderContract
from openphone_crm.testing.contracts.extraction_readers import ExtractionReaderContract, NoteReaderContract
from openphone_crm.testing.contracts.extractor import ExtractorContract
from openphone_crm.testing.contracts.failures import FailuresContract
from openphone_crm.testing.contracts.figures import FiguresContract
from openphone_crm.testing.contracts.file_book import FileBookContract
from openphone_crm.testing.contracts.file_storage import FileStorageContract
from openphone_crm.testing.contracts.follow_ups import FollowUpsContract
from openphone_crm.testing.contracts.health_checks import HealthChecksContract
from openphone_crm.testing.contracts.heartbeats import HeartbeatsContract
from openphone_crm.testing.contracts.inbox import InboxContract
from openphone_crm.testing.contracts.job_queue import Bell, JobQueueContract
from openphone_crm.testing.contracts.media_source import MediaHost, MediaSourceContract
from openphone_crm.testing.contracts.notifier import NotifierContract, Outpost
from openphone_crm.testing.contracts.openphone import OpenPhoneContract
from openphone_crm.testing.contracts.openphone_exchange import Exchange, OpenPhone
from openphone_crm.testing.contracts.openphone_webhooks import OpenPhoneWebhooksContract
from openphone_crm.testing.contracts.outgoing_texts import OutgoingTextsContract
from openphone_crm.testing.contracts.pacer import PacerContract
from openphone_crm.testing.contracts.reading_matter import ReadingMatterContract
from openphone_crm.testing.contracts.readings import ReadingsContract
from openphone_crm.testing.contracts.reconciliation_book import (
    ReceiptsContract,
    ReconciliationBookContract,
)
from openphone_crm.testing.contracts.remote_extractor import RemoteExtractor, RemoteExtractorContract
from openphone_crm.testing.contracts.replies import RepliesContract
from openphone_crm.testing.contracts.report_book import ReportBookContract
from openphone_crm.testing.contracts.retry_jobs import RetryJobsContract
from openphone_crm.testing.contracts.rollups import RollupsContract
from openphone_crm.testing.contracts.send_log import SendLogContract
from openphone_crm.testing.contracts.sessions import SessionsContract
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.tokens import TokensContract
from openphone_crm.testing.contracts.traffic import TrafficContract
from openphone_crm.testing.contracts.unit_of_work import UnitOfWorkContract
from openphone_crm.testing.contracts.webhook_keys import WebhookKeysContract
from openphone_crm.testing.contracts.workspace import WorkspaceContract

__all__ = [
    "AlertBookContract",
    "ApprovalBookContract",
    "ApprovalReaderContract",
    "ArchiveContract",
    "AuditContract",
    "Bell",
    "CallReaderContract",
    "ChangeCounterContract",
    "ChangeFeedContract",
    "ContactReaderContract",
    "ContactWritingContract",
    "ConversationReaderContract",
    "Depot",
    "ErasingContract",
    "ErasuresContract",
    "EventReaderContract",
    "Exchange",
    "ExtractionReaderContract",
    "ExtractorContract",
    "FailuresContract",
    "FiguresContract",
    "FileBookContract",
    "FileStorageContract",
    "FollowUpsContract",
    "HealthChecksContract",
    "HeartbeatsContract",
    "InboxContract",
    "JobQueueContract",
    "MediaHost",
    "MediaSourceContract",
    "NoteReaderContract",
    "NotifierContract",
    "OpenPhone",
    "OpenPhoneContract",
    "OpenPhoneWebhooksContract",
    "OutgoingTextsContract",
    "Outpost",
    "PacerContract",
    "ReadingMatterContract",
    "ReadingsContract",
    "ReceiptsContract",
    "ReconciliationBookContract",
    "RemoteExtractor",
    "RemoteExtractorContract",
    "RepliesContract",
    "ReportBookContract",
    "RetryJobsContract",
    "RollupsContract",
    "SendLogContract",
    "SessionsContract",
    "Store",
    "TokensContract",
    "TrafficContract",
    "UnitOfWorkContract",
    "WebhookKeysContract",
    "WorkspaceContract",
]
