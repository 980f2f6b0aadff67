"""One commit for all deliveries that arrive together, and an answer for each of them."""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import attrs
import structlog

from openphone_crm.errors import UnavailableError
from openphone_crm.inbox_records import Stored
from openphone_crm.intake import Delivery, Intake
from openphone_crm.work_records import Status

from .bell import Bell

log = structlog.get_logger(__name__)

LARGEST_BATCH = 500
MOST_WAITING = 5_000
PATIENCE_S = 10.0
"""How long a sender waits; giving up loses nothing, since it repeats what was not acknowledged."""

Outcome = Stored | UnavailableError

OnCommit = Callable[[int, float], None]
"""Hears in the committer's thread how many were committed at once, and how many seconds that took."""


@attrs.frozen
class _Waiter:
    delivery: Delivery
    answer: asyncio.Future[Stored]

    def settle(self, outcome: Outcome) -> None:
        """Give the answer, unless whoever waited for it has gone."""
        if self.answer.done():
            return
        if isinstance(outcome, UnavailableError):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


class Committer:
    """
    Stores deliveries: whatever has gathered goes to `Intake.store` in one thread, in one call.

    Its task lives only as long as somebody waits. Nothing has to be started, a loop that ends
    takes nothing with it, and however the task ends it answers everybody first.
    """

    def __init__(  # noqa: PLR0913 - three of them are limits
        self,
        intake: Intake,
        bell: Bell,
        *,
        largest_batch: int = LARGEST_BATCH,
        most_waiting: int = MOST_WAITING,
        patience_s: float = PATIENCE_S,
        on_commit: OnCommit = lambda _, __: None,
    ) -> None:
        self._intake = intake
        self._on_commit = on_commit
        self._bell = bell
        self._largest_batch = largest_batch
        self._most_waiting = most_waiting
        self._patience_s = patience_s
        self._waiting: deque[_Waiter] = deque()
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="committer")

    async def store(self, delivery: Delivery) -> Stored:
        """
        Wait until a delivery is committed.

        Raises:
            UnavailableError: When it is not known to be committed, or too many are waiting.
        """
        if len(self._waiting) >= self._most_waiting:
            raise UnavailableError("intake", "too many deliveries are waiting")
        waiter = _Waiter(delivery, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        if self._task is None or self._task.done():
            # It works for many: what is bound for one of them is not to be said of all.
            self._task = asyncio.create_task(self._work(), name="committer", context=contextvars.Context())
        try:
            async with asyncio.timeout(self._patience_s):
                return await waiter.answer
        except TimeoutError as error:
            raise UnavailableError("intake", "the store takes too long") from error

    async def close(self) -> None:
        """Answer everybody who waits, ring for what was stored, and stop."""
        if self._task is not None and not self._task.done():
            await asyncio.wait([self._task], timeout=self._patience_s)
        self._thread.shutdown(wait=False)
        await asyncio.to_thread(self._bell.close)

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._commit(self._gathered())
        finally:
            # Only when it is cancelled is anybody left; nobody else would answer them.
            while self._waiting:
                self._waiting.popleft().settle(_stopped())

    def _gathered(self) -> list[_Waiter]:
        size = min(len(self._waiting), self._largest_batch)
        return [self._waiting.popleft() for _ in range(size)]

    async def _commit(self, batch: Sequence[_Waiter]) -> None:
        deliveries = [waiter.delivery for waiter in batch]
        outcomes: Sequence[Outcome] = [_stopped()] * len(batch)
        try:
            loop = asyncio.get_running_loop()
            outcomes = await loop.run_in_executor(self._thread, self._store, deliveries)
        finally:
            for waiter, outcome in zip(batch, outcomes, strict=True):
                waiter.settle(outcome)
        self._ring(deliveries, outcomes)

    def _store(self, deliveries: Sequence[Delivery]) -> Sequence[Outcome]:
        """Store a batch; whatever goes wrong is an answer, so that nothing can end the task."""
        error: UnavailableError
        began = time.perf_counter()
        try:
            stored = self._intake.store(deliveries)
        except UnavailableError as unavailable:
            log.warning("intake_unavailable", deliveries=len(deliveries), error=str(unavailable))
            error = unavailable
        except Exception as unforeseen:
            log.exception("intake_failed", deliveries=len(deliveries))
            error = UnavailableError("intake", unforeseen)
        else:
            if len(stored) == len(deliveries):
                self._on_commit(len(stored), time.perf_counter() - began)
                return stored
            error = UnavailableError("intake", f"{len(stored)} answers to {len(deliveries)} deliveries")
        return [error] * len(deliveries)

    def _ring(self, deliveries: Sequence[Delivery], outcomes: Sequence[Outcome]) -> None:
        now = self._intake.clock.now()
        arrivals = [
            delivery.arrival
            for delivery, outcome in zip(deliveries, outcomes, strict=True)
            if isinstance(outcome, Stored) and outcome.is_new
        ]
        self._bell.ring(
            {
                arrival.priority
                for arrival in arrivals
                if arrival.status is Status.PENDING and arrival.due_at <= now
            }
        )


def _stopped() -> UnavailableError:
    return UnavailableError("intake", "it is being stopped")
