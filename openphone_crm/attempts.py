"""What follows a try that did not succeed, for all kinds of work: written down in its queue, and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import WorkerLostError
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.work_queue import WorkQueue
from openphone_crm.retry import RetryPolicy
from openphone_crm.settlements import Try, failed, lost
from openphone_crm.work_records import Attempt, Claim, Loss, Settlement


@attrs.frozen(kw_only=True)
class Problem:
    """
    Something that went wrong, for a process log: the work, which try it was, and the exception.

    `again_at` is when it is tried again; None for a dead letter.
    """

    claim: Claim
    kind: str
    tried: Attempt
    error: BaseException
    again_at: datetime | None

    @property
    def work_id(self) -> str:
        """The id of the event or follow-up."""
        return self.claim.id

    @property
    def attempt(self) -> int:
        """Which try it was, counted from 1."""
        return self.tried.number

    @property
    def is_final(self) -> bool:
        """Whether it is a dead letter now."""
        return self.again_at is None


@attrs.frozen(kw_only=True)
class Attempts:
    """Asks the retry policy what an unsuccessful try leads to."""

    queue: WorkQueue[Claim]
    clock: Clock
    policy: RetryPolicy
    on_problem: Callable[[Problem], None]

    def fail(self, claim: Claim, error: BaseException, *, kind: str, worker: str, started: datetime) -> None:
        """
        Have the work tried again later, or make it a dead letter.

        Raises:
            UnavailableError: When the store is away.
        """
        now = self.clock.now()
        again = self.policy.next_attempt(error, work_id=claim.id, retries_made=claim.retry_count, now=now)
        this_try = Try(worker=worker, started_at=started, ended_at=now)
        settlement = failed(claim, this_try, error, kind=kind, again=again)
        self._settle(settlement, claim, error, kind=kind, worker=worker)

    def lose(self, claim: Claim, loss: Loss, *, kind: str, worker: str, lease: timedelta) -> None:
        """
        Blame the work for the worker that was lost with nothing else in hand.

        The first time that it was taken up alone is the first attempt; the policy decides on what
        follows as it does after a failure.

        Raises:
            UnavailableError: When the store is away.
        """
        now = self.clock.now()
        error = WorkerLostError(loss.worker)
        retries_made = claim.tries_alone - 1
        again = self.policy.next_attempt(error, work_id=claim.id, retries_made=retries_made, now=now)
        this_try = Try.lost(loss, lease=lease)
        settlement = lost(claim, this_try, kind=kind, now=now, again=again)
        self._settle(settlement, claim, error, kind=kind, worker=worker)

    def _settle(
        self, settlement: Settlement, claim: Claim, error: BaseException, *, kind: str, worker: str
    ) -> None:
        self.queue.settle_failure(settlement, worker=worker)
        self.on_problem(
            Problem(
                claim=claim,
                kind=kind,
                tried=settlement.attempt,
                error=error,
                again_at=settlement.due_at,
            )
        )
