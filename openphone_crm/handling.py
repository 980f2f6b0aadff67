"""A batch of events in one transaction: read, lock and load, decide, save, settle."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

import attrs

from openphone_crm.codec import decode
from openphone_crm.events import Report
from openphone_crm.follow_ups import begun_by
from openphone_crm.handlers.people import Cause
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.jsontext import parse_object
from openphone_crm.keeping import keep
from openphone_crm.late_reports import sifted
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.unit_of_work import Transaction, UnitOfWork
from openphone_crm.preparation import prepared
from openphone_crm.settlements import Try, processed
from openphone_crm.time_limits import Watch
from openphone_crm.work_records import Attempt
from openphone_crm.working_set import WorkingSet

Handler: TypeAlias = Callable[[Report, WorkingSet, Cause], None]
"""What a report does to the working set."""


@attrs.frozen
class OpenedEvent:
    """An event and what it reports; `is_erased` when some of it was about somebody who is erased."""

    event: ClaimedEvent
    reports: tuple[Report, ...]
    is_erased: bool = False


@attrs.frozen
class Handled:
    """The attempts at the events that were handled, from the batch's beginning on, and notices for a log."""

    attempts: Sequence[Attempt]
    notices: Sequence[str]

    @property
    def events(self) -> int:
        """How many events were handled."""
        return len(self.attempts)


@attrs.frozen(kw_only=True)
class Handling:
    """Handles batches until `ends`, and one event of each batch at least."""

    unit_of_work: UnitOfWork
    clock: Clock
    handlers: Sequence[Handler]
    watch: Watch
    ends: datetime

    def handle(self, batch: Sequence[OpenedEvent], *, worker: str, started: datetime) -> Handled:
        """
        Save what these events do to the CRM, and settle them; nothing of it when anything fails.

        Raises:
            UnavailableError: When the store is away.
            LeaseLostError: When another worker has taken one of them over.
        """
        with self.unit_of_work.begin() as transaction:
            batch = _without_erased(batch, transaction)
            desk = prepared(transaction, [report for one in batch for report in one.reports])
            done = batch[: self._decide(batch, desk)]
            keep(transaction, desk.changes(), at=started)
            this_try = Try(worker=worker, started_at=started, ended_at=self.clock.now())
            settlements = [processed(one.event, this_try, is_erased=one.is_erased) for one in done]
            transaction.settle(settlements, worker=worker)
        return Handled([settlement.attempt for settlement in settlements], desk.notices)

    def _decide(self, batch: Sequence[OpenedEvent], desk: WorkingSet) -> int:
        """Have the handlers decide on one event after the other, and tell how many there was time for."""
        with self.watch() as begin_event:
            for number, one in enumerate(batch):
                if number and self.clock.now() > self.ends:
                    return number
                begin_event()
                event = one.event
                cause = Cause(event.id, event.received_at, event.is_history, origin=event.id)
                decide(one.reports, desk, handlers=self.handlers, cause=cause)
        return len(batch)


def decide(reports: Sequence[Report], desk: WorkingSet, *, handlers: Sequence[Handler], cause: Cause) -> None:
    """Have the handlers decide on what one cause reports, in its order; what they want knows its origin."""
    desk.is_history = cause.is_history
    known = len(desk.follow_ups)
    for report in reports:
        for handler in handlers:
            handler(report, desk, cause)
    if cause.origin is not None:
        desk.follow_ups[known:] = [begun_by(cause.origin, each) for each in desk.follow_ups[known:]]


def opened_event(
    event: ClaimedEvent, *, region: str, leaves_out: Callable[[Report], bool] = lambda _: False
) -> OpenedEvent:
    """
    Read an event, but for the reports that are to be left out.

    Raises:
        PayloadError: When it is of a known type and cannot be read.
    """
    reports = decode(
        parse_object(event.body),
        received_at=event.received_at,
        digest=hashlib.sha256(event.body).hexdigest(),
        region=region,
    )
    return OpenedEvent(event, tuple(report for report in reports if not leaves_out(report)))


def _without_erased(batch: Sequence[OpenedEvent], transaction: Transaction) -> Sequence[OpenedEvent]:
    """The events without their reports of what was before somebody was erased."""
    reports = [one.reports for one in batch]
    kept = sifted(transaction, reports)
    if kept is reports:
        return batch
    return [
        attrs.evolve(one, reports=left, is_erased=len(left) < len(one.reports))
        for one, left in zip(batch, kept, strict=True)
    ]
