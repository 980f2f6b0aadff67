"""The groups of dead letters."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from openphone_crm.audit import AuditEntry
from openphone_crm.failure_views import FailureFilter, FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ids import FailureId
from openphone_crm.paging import Page, PageRequest


class Failures(Protocol):
    """Looks at groups, which the queues of record fill, and keeps what people make of them."""

    def find(self, wanted: FailureFilter, page: PageRequest) -> Page[FailureGroup]:
        """Groups by when they were last seen, newest first; the filter goes by the state that is shown."""
        ...

    def get(self, failure_id: FailureId) -> FailureGroup | None:
        """One group."""
        ...

    def decide(self, failure_id: FailureId, state: FailureState, entry: AuditEntry) -> bool:
        """
        Keep what people make of a group, and the entry about it, both or neither.

        False, and nothing kept, when that was decided already or there is no such group.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def retry_follow_ups(self, failure_id: FailureId, *, now: datetime, entry: AuditEntry) -> int:
        """
        Give the workers the follow-ups of a group that are dead letters, due now, with all their retries.

        Their errors and attempts are kept. The entry is kept when there were any.

        Returns:
            How many there were.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
