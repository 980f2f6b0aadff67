"""Working on what events lead to, and never with a transaction open while a network is waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeAlias

import attrs

from openphone_crm.attempts import Attempts, Problem
from openphone_crm.errors import (
    DeferredError,
    LeaseLostError,
    NotFoundError,
    StoreAwayError,
    UnavailableError,
)
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.ids import FollowUpId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.follow_ups import FollowUps
from openphone_crm.ports.unit_of_work import Transaction, UnitOfWork
from openphone_crm.priority import Priority
from openphone_crm.retry import RetryPolicy
from openphone_crm.settlements import Try, ignored, processed
from openphone_crm.time_limits import TimeLimits, Watch, unwatched
from openphone_crm.work_records import Attempt

LIMITS = TimeLimits(lease=timedelta(seconds=120), event=timedelta(seconds=60))
"""Networks are slower than we are; whoever waits for one has a shorter limit of his own."""

CLAIMED = 20
"""So many are taken at a time: enough for a task that does several together."""

Save: TypeAlias = Callable[[Transaction], None]
"""Saves what a task has found out, in the transaction that also says that it is done."""

Task: TypeAlias = Callable[[ClaimedFollowUp], Save]
"""
Does one kind of follow-up, and may wait for a network while it does.

Whatever it raises is an attempt that failed: a `PermanentError` makes the follow-up a dead letter,
a `DeferredError` has it wait and is no attempt, anything else is tried again as the retry policy says.
"""

BatchTask: TypeAlias = Callable[[Sequence[ClaimedFollowUp]], Mapping[FollowUpId, Save | Exception]]
"""Does several follow-ups of one kind together; what it answers for each is saved, or is its failure."""


def nothing_to_save(_: Transaction) -> None:
    """Save nothing: that the work is done is all there is to say."""


def nothing_to_do(_: Transaction) -> None:
    """
    Save nothing, since there was nothing to do.

    The follow-up ends `ignored`: asked for again it is looked at again, which one that was done is not.
    """


@attrs.frozen(kw_only=True)
class FollowUpWork:
    """
    Works on follow-ups, with the leases, retries and dead letters that events have too.

    Of a kind whose `gates` says that it is closed nothing is taken up, so that a backlog that has to
    wait is not written anew each time somebody looks.
    """

    follow_ups: FollowUps
    unit_of_work: UnitOfWork
    clock: Clock
    tasks: Mapping[str, Task]
    batch_tasks: Mapping[str, BatchTask] = attrs.field(factory=dict)
    gates: Mapping[str, Callable[[], bool]] = attrs.field(factory=dict)
    policy: RetryPolicy = attrs.field(factory=RetryPolicy)
    time_limits: TimeLimits = LIMITS
    watch: Watch = unwatched
    on_done: Callable[[ClaimedFollowUp, Attempt], None] = lambda _, __: None
    on_problem: Callable[[Problem], None] = lambda _: None

    def drain(self, *, worker: str, should_stop: Callable[[], bool]) -> int:
        """
        Work until nothing is due, the urgent before the rest, or until told to stop.

        Returns:
            How many follow-ups were worked on.

        Raises:
            UnavailableError: When the store is away.
        """
        total = 0
        while not should_stop() and (done := self._work_next(worker, should_stop)):
            total += done
        return total

    def _work_next(self, worker: str, should_stop: Callable[[], bool]) -> int:
        closed = {kind for kind, is_open in self.gates.items() if not is_open()}
        for priority in Priority:
            if claims := self._claimed(priority, worker, but_not=closed):
                with self._given_back(claims, worker=worker):
                    return self._take_up(claims, worker=worker, should_stop=should_stop)
        return 0

    def _claimed(
        self, priority: Priority, worker: str, *, but_not: Collection[str]
    ) -> Sequence[ClaimedFollowUp]:
        now, lease = self.clock.now(), self.time_limits.lease
        claims = self.follow_ups.claim(
            priority, worker=worker, now=now, lease=lease, limit=CLAIMED, but_not=but_not
        )
        if claims:
            return claims
        claim = self.follow_ups.claim_alone(priority, worker=worker, now=now, lease=lease)
        return [claim] if claim else []

    @contextmanager
    def _given_back(self, claims: Sequence[ClaimedFollowUp], *, worker: str) -> Iterator[None]:
        """Release what is still claimed when the store fails; while it is away, leases run out instead."""
        try:
            yield
        except UnavailableError:
            with suppress(UnavailableError):
                self.follow_ups.release([claim.id for claim in claims], worker=worker)
            raise

    def _take_up(
        self, claims: Sequence[ClaimedFollowUp], *, worker: str, should_stop: Callable[[], bool]
    ) -> int:
        """Work on these, kind by kind; what there is no time for is given back."""
        started, done = self.clock.now(), 0
        for kind, alike in groupby(sorted(claims, key=_kind), key=_kind):
            for batch in self._batches(kind, list(alike)):
                is_late = self.clock.now() - started > self.time_limits.batch
                if done and (is_late or should_stop()):
                    self.follow_ups.release([claim.id for claim in batch], worker=worker)
                else:
                    self._work(kind, batch, worker=worker)
                    done += len(batch)
        return done

    def _batches(self, kind: str, claims: list[ClaimedFollowUp]) -> list[list[ClaimedFollowUp]]:
        """All together where there is a task for many, else each by itself."""
        return [claims] if kind in self.batch_tasks else [[claim] for claim in claims]

    def _work(self, kind: str, claims: Sequence[ClaimedFollowUp], *, worker: str) -> None:
        claim = claims[0]
        if claim.loss is not None and claim.is_suspect:
            lease = self.time_limits.lease
            self._attempts.lose(claim, claim.loss, kind=kind, worker=worker, lease=lease)
            return
        started = self.clock.now()
        put_off: defaultdict[datetime, list[str]] = defaultdict(list)
        for each, result in zip(claims, self._results(kind, claims), strict=True):
            if isinstance(result, DeferredError):
                put_off[result.until].append(each.id)
            elif isinstance(result, Exception):
                self._fail(each, result, worker=worker, started=started)
            else:
                self._settle(each, result, worker=worker, started=started)
        for until, ids in put_off.items():
            self.follow_ups.release(ids, worker=worker, due_at=until)

    def _results(self, kind: str, claims: Sequence[ClaimedFollowUp]) -> Sequence[Save | Exception]:
        try:
            with self.watch() as begin:
                begin()
                if kind in self.batch_tasks:
                    found = self.batch_tasks[kind](claims)
                    return [found[claim.id] for claim in claims]
                return [self._task(kind)(claim) for claim in claims]
        except StoreAwayError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a task raises is an attempt that failed
            if len(claims) == 1:
                return [error]
        # Once more one by one, so that only the culprit fails.
        return [result for claim in claims for result in self._results(kind, [claim])]

    def _task(self, kind: str) -> Task:
        task = self.tasks.get(kind)
        if task is None:
            raise NotFoundError("task", kind)
        return task

    def _fail(self, claim: ClaimedFollowUp, error: Exception, *, worker: str, started: datetime) -> None:
        if isinstance(error, DeferredError):
            self.follow_ups.release([claim.id], worker=worker, due_at=error.until)
        else:
            self._attempts.fail(claim, error, kind=claim.kind, worker=worker, started=started)

    def _settle(self, claim: ClaimedFollowUp, save: Save, *, worker: str, started: datetime) -> None:
        try:
            with self.unit_of_work.begin() as transaction:
                save(transaction)
                this_try = Try(worker=worker, started_at=started, ended_at=self.clock.now())
                settlement = ignored(claim, this_try) if save is nothing_to_do else processed(claim, this_try)
                transaction.settle_follow_ups([settlement], worker=worker)
        except UnavailableError:
            raise
        except LeaseLostError:
            # Somebody else has it by now; done twice it changes nothing.
            return
        except Exception as error:  # noqa: BLE001 - what cannot be saved is an attempt that failed
            self._fail(claim, error, worker=worker, started=started)
        else:
            self.on_done(claim, settlement.attempt)

    @property
    def _attempts(self) -> Attempts:
        return Attempts(
            queue=self.follow_ups, clock=self.clock, policy=self.policy, on_problem=self.on_problem
        )


def _kind(claim: ClaimedFollowUp) -> str:
    return claim.kind
