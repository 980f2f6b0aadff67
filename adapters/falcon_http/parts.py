"""What the HTTP face is plugged into: use cases and ports, never settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.click_to_call import CallDesk
from openphone_crm.contact_desk import ContactDesk
from openphone_crm.daily_reports import DailyReports
from openphone_crm.erasing import Erasing
from openphone_crm.failure_desk import FailureDesk
from openphone_crm.health.refusals import Refused
from openphone_crm.histories import Histories
from openphone_crm.intake import Intake
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.audit import Audit
from openphone_crm.ports.change_feed import ChangeFeed
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.extraction_readers import ApprovalReader, ExtractionReader, NoteReader
from openphone_crm.ports.failures import Failures
from openphone_crm.ports.file_book import FileBook
from openphone_crm.ports.file_storage import FileStorage
from openphone_crm.ports.readers import (
    CallReader,
    ChangeCounter,
    ContactReader,
    ConversationReader,
    EventReader,
)
from openphone_crm.ports.reading_matter import ReadingMatter
from openphone_crm.ports.replies import Replies
from openphone_crm.ports.tokens import Tokens
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.priority import Priority
from openphone_crm.retrying import Retrying
from openphone_crm.review_desk import ReviewDesk
from openphone_crm.signing_in import SigningIn
from openphone_crm.spans import Span
from openphone_crm.status_board import StatusBoard
from openphone_crm.texting.desk import TextDesk
from openphone_crm.token_desk import TokenDesk

from .metrics.figures import Metrics
from .shown_settings import ShownSetting


@attrs.frozen(kw_only=True)
class HttpParts:
    """
    Everything that `create_app` needs.

    `ring` wakes workers after a commit; it may block and may fail. `readiness` tells how the parts
    behind it are, such as `{"database": "ok", "redis": "down"}`, and raises UnavailableError when
    nothing can be served. `cors_origins` are the other origins that may call the API. `metrics`
    counts what is answered, and tells it whoever has `metrics_token` or is on this machine.
    `count_refusals` keeps how many were refused, and why; it may block and may fail. `timezone` is whose
    day it is for those whose browser does not say, `public_url` where people find us, and `sign_in_keys`
    what links for signing in hold: digests of keys, and of whose token each is. `record` is told the span
    of each exchange, where traces are sent, and `settings` are those that the console shows.
    """

    intake: Intake
    ring: Callable[[Iterable[Priority]], None]
    conversations: ConversationReader
    calls: CallReader
    contacts: ContactReader
    events: EventReader
    files: FileBook
    file_storage: FileStorage
    changes: ChangeCounter
    change_feed: ChangeFeed
    tokens: Tokens
    token_desk: TokenDesk
    audit: Audit
    signing_in: SigningIn
    replies: Replies
    contact_desk: ContactDesk
    text_desk: TextDesk
    status_board: StatusBoard
    histories: Histories
    alert_book: AlertBook
    call_desk: CallDesk
    approvals: ApprovalReader
    extractions: ExtractionReader
    notes: NoteReader
    reading_matter: ReadingMatter
    approval_desk: ApprovalDesk
    review_desk: ReviewDesk
    retrying: Retrying
    erasing: Erasing
    failures: Failures
    failure_desk: FailureDesk
    daily_reports: DailyReports
    unit_of_work: UnitOfWork
    clock: Clock
    readiness: Callable[[], Mapping[str, str]]
    metrics: Metrics
    settings: Sequence[ShownSetting] = ()
    cors_origins: frozenset[str] = frozenset()
    region: str = "US"
    timezone: str = "UTC"
    public_url: str | None = None
    sign_in_keys: Mapping[str, str] = attrs.field(factory=dict)
    metrics_token: str | None = None
    count_refusals: Callable[[Mapping[Refused, int]], None] = lambda _: None
    record: Callable[[Span], None] | None = None
