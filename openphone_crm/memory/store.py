"""What the ports in memory share: the state, one lock around it, and the way back when a change fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import attrs

from openphone_crm.access import Token
from openphone_crm.alerts import Alert
from openphone_crm.audit import AuditEntry
from openphone_crm.changes import Change
from openphone_crm.crm import (
    Call,
    Contact,
    ContactChange,
    ContactLink,
    Conversation,
    Message,
    Recording,
    Summary,
    TimelineEntry,
    Transcript,
    Voicemail,
)
from openphone_crm.extraction.costs import MonthOfCalls
from openphone_crm.extraction.records import Extraction, ModelCall, Note
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.failures import FailureCause, FailureState
from openphone_crm.files.kept import KeptFile
from openphone_crm.follow_ups import FollowUp
from openphone_crm.health.checks import HealthCheck
from openphone_crm.health.refusals import Refused
from openphone_crm.ids import (
    AlertId,
    ChangeId,
    ContactId,
    ConversationId,
    EventId,
    ExtractionId,
    FailureId,
    FileId,
    HealthCheckId,
    ItemId,
    JobId,
    ModelCallId,
    NoteId,
    ReconciliationId,
    SessionId,
    SuggestionId,
    TokenId,
)
from openphone_crm.inbox_records import Arrival
from openphone_crm.memory.change_feed import tell
from openphone_crm.outgoing_texts import OutgoingText
from openphone_crm.ports.readings import KeptReading
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import Reconciliation
from openphone_crm.registration.keys import RegisteredKey
from openphone_crm.remote import WorkspaceLine, WorkspaceUser
from openphone_crm.reports import DayFigures
from openphone_crm.retry_jobs import RetryJob
from openphone_crm.rollups import Measure, Span
from openphone_crm.sessions import Session
from openphone_crm.work_records import Attempt, Status

CRM = "crm"
EVENTS = "events"


@attrs.frozen(kw_only=True)
class WorkRow:
    """A piece of work and how far it is."""

    id: str
    priority: Priority
    arrived_at: datetime
    status: Status
    due_at: datetime | None
    retry_count: int = 0
    tries_alone: int = 0
    processed_at: datetime | None = None
    error_message: str | None = None
    attempts: tuple[Attempt, ...] = ()
    claimed_by: str | None = None
    lease_until: datetime | None = None
    failure_id: FailureId | None = None
    failed_at: datetime | None = None


@attrs.frozen(kw_only=True)
class EventRow(WorkRow):
    """An event; `is_erased` when nothing is kept of what it said."""

    arrival: Arrival
    is_erased: bool = False


@attrs.frozen(kw_only=True)
class FollowUpRow(WorkRow):
    """A follow-up, and as what it was `asked` for again while somebody worked on it."""

    follow_up: FollowUp
    asked: FollowUp | None = None
    first_put_off_to: datetime | None = None


@attrs.frozen(kw_only=True)
class FailureRow:
    """A group of dead letters, as far as it is kept beside them."""

    cause: FailureCause
    first_seen: datetime
    last_seen: datetime
    state: FailureState = FailureState.OPEN


@attrs.frozen(kw_only=True)
class RetryJobRow:
    """A bulk retry, and what is left of it: the events that wait, and those that the workers were given."""

    job: RetryJob
    waiting: tuple[str, ...] = ()
    released: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class ReadingRow:
    """A text that a call reads, and how that ended once it has."""

    call_id: ModelCallId
    begun_at: datetime
    kept: KeptReading | None = None


@attrs.frozen(kw_only=True)
class RunRow:
    """A run through OpenPhone's history, and who has it in hand until when."""

    run: Reconciliation
    held_by: str | None = None
    lease_until: datetime | None = None


@attrs.frozen
class EntryRow:
    """A line of a timeline, and whether somebody still has to look at it."""

    entry: TimelineEntry
    is_unread: bool


FigureKey = tuple[Span, datetime, Measure, str]
"""Of which span a figure is, when that began, and what is counted."""


@attrs.frozen(kw_only=True)
class State:
    """Everything that is kept, by its keys."""

    events: dict[str, EventRow] = attrs.field(factory=dict)
    follow_ups: dict[str, FollowUpRow] = attrs.field(factory=dict)
    failures: dict[FailureId, FailureRow] = attrs.field(factory=dict)
    retry_jobs: dict[JobId, RetryJobRow] = attrs.field(factory=dict)
    delivery_keys: dict[str, EventId] = attrs.field(factory=dict)
    conversations: dict[ConversationId, Conversation] = attrs.field(factory=dict)
    messages: dict[str, Message] = attrs.field(factory=dict)
    texts: dict[ItemId, OutgoingText] = attrs.field(factory=dict)
    calls: dict[str, Call] = attrs.field(factory=dict)
    recordings: dict[ItemId, Recording] = attrs.field(factory=dict)
    voicemails: dict[ItemId, Voicemail] = attrs.field(factory=dict)
    transcripts: dict[str, Transcript] = attrs.field(factory=dict)
    summaries: dict[str, Summary] = attrs.field(factory=dict)
    entries: dict[ItemId, EntryRow] = attrs.field(factory=dict)
    lines: dict[str, str] = attrs.field(factory=dict)
    listed_lines: dict[str, WorkspaceLine] = attrs.field(factory=dict)
    users: dict[str, WorkspaceUser] = attrs.field(factory=dict)
    webhook_keys: dict[tuple[str, str], RegisteredKey] = attrs.field(factory=dict)
    contacts: dict[ContactId, Contact] = attrs.field(factory=dict)
    owners: dict[str, ContactId] = attrs.field(factory=dict)
    links: dict[str, ContactLink] = attrs.field(factory=dict)
    history: dict[ChangeId, ContactChange] = attrs.field(factory=dict)
    suggestions: dict[SuggestionId, Suggestion] = attrs.field(factory=dict)
    extractions: dict[ExtractionId, Extraction] = attrs.field(factory=dict)
    notes: dict[NoteId, Note] = attrs.field(factory=dict)
    readings: dict[tuple[str, str], ReadingRow] = attrs.field(factory=dict)
    model_calls: dict[ModelCallId, ModelCall] = attrs.field(factory=dict)
    model_months: dict[tuple[datetime, str], MonthOfCalls] = attrs.field(factory=dict)
    tokens: dict[TokenId, Token] = attrs.field(factory=dict)
    sessions: dict[SessionId, Session] = attrs.field(factory=dict)
    audit: dict[str, AuditEntry] = attrs.field(factory=dict)
    reports: dict[date, DayFigures] = attrs.field(factory=dict)
    files: dict[FileId, KeptFile] = attrs.field(factory=dict)
    erasures: dict[str, datetime] = attrs.field(factory=dict)
    alerts: dict[AlertId, Alert] = attrs.field(factory=dict)
    health_checks: dict[HealthCheckId, HealthCheck] = attrs.field(factory=dict)
    heartbeats: dict[tuple[str, str], datetime] = attrs.field(factory=dict)
    refusals: dict[Refused, int] = attrs.field(factory=dict)
    delivery_hours: dict[datetime, int] = attrs.field(factory=dict)
    figures: dict[FigureKey, float] = attrs.field(factory=dict)
    totals: dict[tuple[Measure, str], float] = attrs.field(factory=dict)
    reconciliations: dict[ReconciliationId, RunRow] = attrs.field(factory=dict)
    changes: dict[str, int] = attrs.field(factory=dict)
    feed: dict[tuple[str, str], Change] = attrs.field(factory=dict)

    def copy(self) -> State:
        """The same things in dicts of their own; the things themselves never change."""
        return State(**{field.name: dict(getattr(self, field.name)) for field in attrs.fields(State)})

    def owner_of(self, number: str) -> Contact | None:
        """The contact that has this number."""
        owner = self.owners.get(number)
        return None if owner is None else self.contacts[owner]

    def count(self, scope: str) -> None:
        """Remember that something of this scope changed."""
        self.changes[scope] = self.changes.get(scope, 0) + 1


class Store:
    """The state, one thread at a time."""

    def __init__(self) -> None:
        # One that its holder may take again, so that a transaction can be open around another call.
        self._lock = threading.RLock()
        self._state = State()

    @contextmanager
    def reading(self) -> Iterator[State]:
        """The state, kept from changing until the block ends."""
        with self._lock:
            yield self._state

    @contextmanager
    def writing(self) -> Iterator[State]:
        """The state, to be changed; all is as it was before when the block raises."""
        with self._lock:
            before = self._state.copy()
            try:
                yield self._state
                tell(before, self._state)
            except BaseException:
                self._state = before
                raise
