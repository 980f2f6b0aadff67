"""What to write down about a try at a piece of work."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import CrmError, WorkerLostError
from openphone_crm.failures import FailureCause, cause_of, trace_of
from openphone_crm.texts import masking_numbers, shortened, storable
from openphone_crm.work_records import Attempt, Claim, FinalFailure, Loss, Settlement, Status

LONGEST_MESSAGE = 2000
LONGEST_TRACE = 10_000


@attrs.frozen(kw_only=True)
class Try:
    """Who tried, from when to when."""

    worker: str
    started_at: datetime
    ended_at: datetime

    @classmethod
    def lost(cls, loss: Loss, *, lease: timedelta) -> Try:
        """The try of a worker that was lost, as long as its lease: when exactly it ended nobody knows."""
        return cls(worker=loss.worker, started_at=loss.at - lease, ended_at=loss.at)

    def at(self, claim: Claim, *, outcome: str) -> Attempt:
        """The entry of this try in the log of the work."""
        return Attempt(
            number=claim.attempts_made + 1,
            started_at=self.started_at,
            duration_seconds=(self.ended_at - self.started_at).total_seconds(),
            worker=self.worker,
            outcome=outcome,
        )


def processed(claim: Claim, this_try: Try, *, is_erased: bool = False) -> Settlement:
    """The work is done; nothing is kept of what it was about when somebody in it is erased."""
    return Settlement(
        id=claim.id,
        status=Status.PROCESSED,
        retry_count=claim.retry_count,
        processed_at=this_try.ended_at,
        attempt=this_try.at(claim, outcome="processed"),
        is_erased=is_erased,
        counted_from=claim.counted_from,
    )


def ignored(claim: Claim, this_try: Try) -> Settlement:
    """There was nothing to do."""
    attempt = this_try.at(claim, outcome="ignored")
    return attrs.evolve(processed(claim, this_try), status=Status.IGNORED, attempt=attempt)


def failed(
    claim: Claim, this_try: Try, error: BaseException, *, kind: str, again: datetime | None
) -> Settlement:
    """The try failed; it is tried `again` then, or is a dead letter."""
    settlement = _unsuccessful(claim, this_try.at(claim, outcome="failed"), error, again=again)
    return attrs.evolve(
        settlement,
        retry_count=claim.retry_count + (again is not None),
        final_failure=FinalFailure(cause_of(error, kind), this_try.ended_at) if again is None else None,
    )


def lost(claim: Claim, this_try: Try, *, kind: str, now: datetime, again: datetime | None) -> Settlement:
    """
    The worker was lost while it tried this and nothing else.

    The work is tried alone `again` then, or is a dead letter from `now` on. Losing a process is no retry,
    so `retry_count` stays.
    """
    error = WorkerLostError(this_try.worker)
    settlement = _unsuccessful(claim, this_try.at(claim, outcome="lost"), error, again=again)
    return attrs.evolve(
        settlement,
        tries_alone=claim.tries_alone,
        final_failure=FinalFailure(_cause_of_loss(kind), now) if again is None else None,
    )


def _cause_of_loss(kind: str) -> FailureCause:
    return FailureCause(error_class=WorkerLostError.__name__, place="worker", event_type=kind)


def _unsuccessful(
    claim: Claim, attempt: Attempt, error: BaseException, *, again: datetime | None
) -> Settlement:
    error_class = type(error).__name__
    message = shortened(storable(masking_numbers(str(error))), LONGEST_MESSAGE) or error_class
    # An error of our own says what is wrong in a sentence; of any other one wants to know where it came from.
    trace = None if isinstance(error, CrmError) else trace_of(error)
    return Settlement(
        id=claim.id,
        status=Status.FAILED if again is None else Status.PENDING,
        retry_count=claim.retry_count,
        due_at=again,
        error_message=message,
        counted_from=claim.counted_from,
        attempt=attrs.evolve(
            attempt,
            error_class=error_class,
            message=message,
            trace=trace and shortened(trace, LONGEST_TRACE),
        ),
    )
