"""Dead letters in the hands of people: a group is acknowledged, resolved or ignored, and by whom is kept."""

from __future__ import annotations

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.failure_views import FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ids import FailureId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.failures import Failures

_NOTHING_LEFT = "nothing of this group is failed any more: all of it was done, or is being tried again"


@attrs.frozen(kw_only=True)
class FailureDesk:
    """Decides on groups; `by` is who does it, as the log of acts shows it."""

    failures: Failures
    clock: Clock

    def acknowledge(self, failure_id: FailureId, *, by: str) -> FailureGroup:
        """
        Say that somebody has seen it and is at it.

        Raises:
            NotFoundError: When there is no such group.
            ConflictError: When that was said already, or nothing of it is failed any more.
        """
        self._see_that_some_are_left(failure_id)
        return self._decide(failure_id, FailureState.ACKNOWLEDGED, by=by)

    def resolve(self, failure_id: FailureId, *, by: str) -> FailureGroup:
        """
        Say that its cause is mended; whatever fails so again opens it again.

        Raises:
            NotFoundError: When there is no such group.
            ConflictError: When that was said already.
        """
        return self._decide(failure_id, FailureState.RESOLVED, by=by)

    def ignore(self, failure_id: FailureId, *, by: str) -> FailureGroup:
        """
        Say that nobody minds, however often it happens.

        Raises:
            NotFoundError: When there is no such group.
            ConflictError: When that was said already.
        """
        return self._decide(failure_id, FailureState.IGNORED, by=by)

    def retry_follow_ups(self, failure_id: FailureId, *, by: str) -> int:
        """
        Have what events led to, and failed, tried again at once; events are retried by a job.

        Returns:
            How many follow-ups there were.

        Raises:
            NotFoundError: When there is no such group.
            ConflictError: When nothing of it is failed any more.
        """
        self._see_that_some_are_left(failure_id)
        now = self.clock.now()
        entry = AuditEntry(at=now, by=by, action="follow-ups retried", subject=failure_id)
        return self.failures.retry_follow_ups(failure_id, now=now, entry=entry)

    def _see_that_some_are_left(self, failure_id: FailureId) -> None:
        if not self._get(failure_id).count:
            raise ConflictError(_NOTHING_LEFT)

    def _get(self, failure_id: FailureId) -> FailureGroup:
        group = self.failures.get(failure_id)
        if group is None:
            raise NotFoundError("failure", failure_id)
        return group

    def _decide(self, failure_id: FailureId, state: FailureState, *, by: str) -> FailureGroup:
        entry = AuditEntry(at=self.clock.now(), by=by, action=f"failure {state.value}", subject=failure_id)
        is_decided = self.failures.decide(failure_id, state, entry)
        group = self._get(failure_id)
        if not is_decided:
            reason = f"this group is {state.value} already"
            raise ConflictError(reason)
        return group
