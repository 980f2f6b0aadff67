"""Working on what was received: claim, load, decide, save; a batch at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import attrs

from openphone_crm.codec import decode
from openphone_crm.errors import LeaseLostError, UnavailableError
from openphone_crm.events import Report
from openphone_crm.handlers.people import Cause
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.jsontext import parse_object
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.inbox import Inbox
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.preparation import prepared
from openphone_crm.priority import Priority
from openphone_crm.retry import RetryPolicy
from openphone_crm.routing import route
from openphone_crm.settlements import Try, failed, processed

BATCH = 200
CLAIMED = 3 * BATCH
"""Events that follow each other often are of one call: of two workers, each then has a stretch of its own."""
LEASE = timedelta(seconds=30)


@attrs.frozen(kw_only=True)
class Problem:
    """Something that went wrong, for a process log: the event, which try it was, and the exception."""

    event_id: str
    event_type: str
    attempt: int
    error: BaseException
    is_final: bool


@attrs.frozen
class _Decoded:
    event: ClaimedEvent
    reports: tuple[Report, ...]


@attrs.frozen(kw_only=True)
class Processing:
    """
    Turns claimed events into the CRM.

    `on_problem` and `on_notice` are told what a process log should hold; nothing else is lost
    when they do nothing.
    """

    inbox: Inbox
    unit_of_work: UnitOfWork
    clock: Clock
    policy: RetryPolicy = attrs.field(factory=RetryPolicy)
    region: str = "US"
    on_problem: Callable[[Problem], None] = lambda _: None
    on_notice: Callable[[str], None] = lambda _: None

    def drain(self, priority: Priority, *, worker: str, should_stop: Callable[[], bool]) -> int:
        """
        Work until nothing of this priority is due, or until told to stop between batches.

        Returns:
            How many events were worked on.

        Raises:
            UnavailableError: When the store is away; whatever was claimed is claimed again later.
        """
        total = 0
        while not should_stop():
            # What is due first: an event that ends every worker that takes it up holds nobody up then.
            worked = self.work_batches(priority, worker=worker, should_stop=should_stop)
            worked += self.work_lost(priority, worker=worker)
            if not worked:
                break
            total += worked
        return total

    def work_batches(
        self, priority: Priority, *, worker: str, should_stop: Callable[[], bool] = lambda: False
    ) -> int:
        """
        Claim what is due and work on it, a batch in one transaction; one by one when that fails.

        Returns:
            How many events were worked on.
        """
        now = self.clock.now()
        events = self.inbox.claim(priority, worker=worker, now=now, lease=LEASE, limit=CLAIMED)
        with self._given_back(events, worker=worker):
            for first in range(0, len(events), BATCH):
                if first and should_stop():
                    self.inbox.release([event.id for event in events[first:]], worker=worker)
                    return first
                self._work(events[first : first + BATCH], worker=worker)
        return len(events)

    def work_lost(self, priority: Priority, *, worker: str) -> int:
        """
        Work on one event whose worker died or hangs, all by itself.

        Returns:
            1, or 0 when there was none.
        """
        event = self.inbox.claim_lost(priority, worker=worker, now=self.clock.now(), lease=LEASE)
        if event is None:
            return 0
        with self._given_back([event], worker=worker):
            self._work([event], worker=worker)
        return 1

    @contextmanager
    def _given_back(self, events: Sequence[ClaimedEvent], *, worker: str) -> Iterator[None]:
        """Release what is still claimed when the store fails; while it is away, leases run out instead."""
        try:
            yield
        except UnavailableError:
            with suppress(UnavailableError):
                self.inbox.release([event.id for event in events], worker=worker)
            raise

    def _work(self, events: Sequence[ClaimedEvent], *, worker: str) -> None:
        started = self.clock.now()
        decoded = [one for event in events if (one := self._decoded(event, worker=worker))]
        try:
            self._decide_and_save(decoded, worker=worker, started=started)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - which of them failed is found out one by one
            self.on_notice(f"a batch of {len(decoded)} is done one by one after {type(error).__name__}")
            for one in decoded:
                self._work_alone(one, worker=worker)

    def _work_alone(self, one: _Decoded, *, worker: str) -> None:
        started = self.clock.now()
        try:
            self._decide_and_save([one], worker=worker, started=started)
        except UnavailableError:
            raise
        except LeaseLostError:
            return
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is an attempt that failed
            self._fail(one.event, error, worker=worker, started=started)

    def _decoded(self, event: ClaimedEvent, *, worker: str) -> _Decoded | None:
        """Read an event; one that cannot be read fails by itself and holds nobody else up."""
        started = self.clock.now()
        try:
            reports = decode(
                parse_object(event.body),
                received_at=event.received_at,
                digest=hashlib.sha256(event.body).hexdigest(),
                region=self.region,
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this event's own fault
            self._fail(event, error, worker=worker, started=started)
            return None
        return _Decoded(event, reports)

    def _decide_and_save(self, decoded: Sequence[_Decoded], *, worker: str, started: datetime) -> None:
        if not decoded:
            return
        with self.unit_of_work.begin() as transaction:
            desk = prepared(transaction, [report for one in decoded for report in one.reports])
            for one in decoded:
                cause = Cause(one.event.id, one.event.received_at)
                for report in one.reports:
                    route(report, desk, cause)
            transaction.save(desk.changes())
            this_try = Try(worker=worker, started_at=started, ended_at=self.clock.now())
            settlements = [processed(one.event, this_try) for one in decoded]
            transaction.settle(settlements, worker=worker)
        for notice in desk.notices:
            self.on_notice(notice)

    def _fail(self, event: ClaimedEvent, error: Exception, *, worker: str, started: datetime) -> None:
        now = self.clock.now()
        again = self.policy.next_attempt(error, event_id=event.id, retries_made=event.retry_count, now=now)
        this_try = Try(worker=worker, started_at=started, ended_at=now)
        settlement = failed(event, this_try, error, again=again)
        self.inbox.settle_failure(settlement, worker=worker)
        self.on_problem(
            Problem(
                event_id=event.id,
                event_type=event.event_type,
                attempt=settlement.attempt.number,
                error=error,
                is_final=again is None,
            )
        )
