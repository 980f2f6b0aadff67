"""Working on what was received: a batch at a time, and alone what must be alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import attrs

from openphone_crm.attempts import Attempts, Problem
from openphone_crm.errors import LeaseLostError, UnavailableError
from openphone_crm.events import Report
from openphone_crm.handling import Handler, Handling, OpenedEvent, opened_event
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.inbox import Inbox
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.priority import Priority
from openphone_crm.retry import RetryPolicy
from openphone_crm.routing import route
from openphone_crm.time_limits import TimeLimits, Watch, unwatched
from openphone_crm.work_records import Attempt

BATCH = 200
CLAIMED = 3 * BATCH
"""Events that follow each other often are of one call: of two workers, each then has a stretch of its own."""
ALONE = 20
"""
So many events that must be alone are worked on between two batches at least, and more if the batches took
long: neither makes the other wait.
"""


@attrs.frozen(kw_only=True)
class Processing:
    """
    Turns claimed events into the CRM.

    `extra_handlers` are called with every report before its own handler is, `wants` after it: they make
    follow-ups of what it leads to. What `leaves_out` says of a report that it is no business of the CRM,
    such as our own health checks, none of them sees. `watch` ends a process that hangs in an event.
    `on_done`, `on_problem` and `on_notice` are told what logs and traces should hold; nothing else is lost
    when they do nothing.
    """

    inbox: Inbox
    unit_of_work: UnitOfWork
    clock: Clock
    policy: RetryPolicy = attrs.field(factory=RetryPolicy)
    region: str = "US"
    extra_handlers: Sequence[Handler] = ()
    wants: Sequence[Handler] = ()
    leaves_out: Callable[[Report], bool] = lambda _: False
    time_limits: TimeLimits = attrs.field(factory=TimeLimits)
    watch: Watch = unwatched
    on_done: Callable[[ClaimedEvent, Attempt], None] = lambda _, __: None
    on_problem: Callable[[Problem], None] = lambda _: None
    on_notice: Callable[[str], None] = lambda _: None
    _left_over: dict[str, set[str]] = attrs.field(factory=dict, init=False, repr=False, eq=False)
    """What each worker could not even give back, since the store was away; threads share this object."""

    def drain(self, priority: Priority, *, worker: str, should_stop: Callable[[], bool]) -> int:
        """
        Work until nothing of this priority is due, or until told to stop between batches.

        Returns:
            How many events were worked on.

        Raises:
            UnavailableError: When the store is away; whatever was claimed is claimed again later.
        """
        total = 0
        self._give_back_what_is_left_over(worker=worker)
        while not should_stop():
            # What is due first: an event that ends every worker that takes it up holds nobody up then.
            began = self.clock.now()
            worked = self.work_batches(priority, worker=worker, should_stop=should_stop)
            spent = self.clock.now() - began
            worked += self.work_alone(priority, worker=worker, should_stop=should_stop, spend=spent)
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
        now, lease = self.clock.now(), self.time_limits.lease
        events = self.inbox.claim(priority, worker=worker, now=now, lease=lease, limit=CLAIMED)
        with self._given_back(events, worker=worker):
            for first in range(0, len(events), BATCH):
                if first and (should_stop() or self._is_late(now)):
                    self.inbox.release([event.id for event in events[first:]], worker=worker)
                    return first
                self._work(events[first : first + BATCH], worker=worker, claimed=now)
        return len(events)

    def work_alone(
        self,
        priority: Priority,
        *,
        worker: str,
        should_stop: Callable[[], bool] = lambda: False,
        spend: timedelta = timedelta(),
    ) -> int:
        """
        Work on events whose workers died or hung, each all by itself: on a few, and on more for so long.

        Returns:
            How many there were.
        """
        lease, ends, worked = self.time_limits.lease, self.clock.now() + spend, 0
        while (worked < ALONE or self.clock.now() < ends) and not should_stop():
            now = self.clock.now()
            event = self.inbox.claim_alone(priority, worker=worker, now=now, lease=lease)
            if event is None:
                break
            with self._given_back([event], worker=worker):
                self._take_over(event, worker=worker, claimed=now)
            worked += 1
        return worked

    def _take_over(self, event: ClaimedEvent, *, worker: str, claimed: datetime) -> None:
        if event.loss is None or not event.is_suspect:
            self._work([event], worker=worker, claimed=claimed)
            return
        lease = self.time_limits.lease
        self._attempts.lose(event, event.loss, kind=event.event_type, worker=worker, lease=lease)

    @property
    def _attempts(self) -> Attempts:
        return Attempts(queue=self.inbox, clock=self.clock, policy=self.policy, on_problem=self.on_problem)

    @contextmanager
    def _given_back(self, events: Sequence[ClaimedEvent], *, worker: str) -> Iterator[None]:
        """Release what is still claimed when the store fails; while it is away, as soon as it is back."""
        try:
            yield
        except UnavailableError:
            self._left_over.setdefault(worker, set()).update(event.id for event in events)
            with suppress(UnavailableError):
                self._give_back_what_is_left_over(worker=worker)
            raise

    def _give_back_what_is_left_over(self, *, worker: str) -> None:
        """Release it: once its lease had run out, each event would be worked on alone, as if we had died."""
        if left := self._left_over.get(worker):
            self.inbox.release(left, worker=worker)
            del self._left_over[worker]

    def _work(self, events: Sequence[ClaimedEvent], *, worker: str, claimed: datetime) -> None:
        started = self.clock.now()
        opened = self._opened(events, worker=worker)
        if len(opened) == 1:
            self._work_by_itself(opened[0], worker=worker)
            return
        try:
            self._handle(opened, worker=worker, started=started)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - which of them failed is found out one by one
            self.on_notice(f"a batch of {len(opened)} is done one by one after {type(error).__name__}")
            self._work_one_by_one(opened, worker=worker, claimed=claimed)

    def _work_one_by_one(self, opened: Sequence[OpenedEvent], *, worker: str, claimed: datetime) -> None:
        """As long as the lease lasts: its last third is left for one event and the saving of it."""
        ends = claimed + 2 * self.time_limits.batch
        for number, one in enumerate(opened):
            if number and self.clock.now() > ends:
                self.inbox.release([each.event.id for each in opened[number:]], worker=worker)
                return
            self._work_by_itself(one, worker=worker)

    def _work_by_itself(self, one: OpenedEvent, *, worker: str) -> None:
        started = self.clock.now()
        try:
            self._handle([one], worker=worker, started=started)
        except UnavailableError:
            raise
        except LeaseLostError:
            return
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is an attempt that failed
            self._fail(one.event, error, worker=worker, started=started)

    def _opened(self, events: Sequence[ClaimedEvent], *, worker: str) -> list[OpenedEvent]:
        """The events, read; one that cannot be read fails by itself and holds nobody else up."""
        started = self.clock.now()
        opened: list[OpenedEvent] = []
        failures: list[tuple[ClaimedEvent, Exception]] = []
        with self.watch() as begin_event:
            for event in events:
                begin_event()
                try:
                    opened.append(opened_event(event, region=self.region, leaves_out=self.leaves_out))
                except Exception as error:  # noqa: BLE001 - whatever it is, it is this event's own fault
                    failures.append((event, error))
        for event, reason in failures:
            self._fail(event, reason, worker=worker, started=started)
        return opened

    def _handle(self, opened: Sequence[OpenedEvent], *, worker: str, started: datetime) -> None:
        if not opened:
            return
        handling = Handling(
            unit_of_work=self.unit_of_work,
            clock=self.clock,
            handlers=self._handlers,
            watch=self.watch,
            ends=started + self.time_limits.batch,
        )
        handled = handling.handle(opened, worker=worker, started=started)
        if left := opened[handled.events :]:
            self.inbox.release([one.event.id for one in left], worker=worker)
        for one, attempt in zip(opened, handled.attempts, strict=False):
            self.on_done(one.event, attempt)
        for notice in handled.notices:
            self.on_notice(notice)

    @property
    def _handlers(self) -> Sequence[Handler]:
        return (*self.extra_handlers, route, *self.wants)

    def _is_late(self, started: datetime) -> bool:
        return self.clock.now() - started > self.time_limits.batch

    def _fail(self, event: ClaimedEvent, error: Exception, *, worker: str, started: datetime) -> None:
        self._attempts.fail(event, error, kind=event.event_type, worker=worker, started=started)
