"""Runs through OpenPhone's history: begun, taken up by whatever process, and saved after every step."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.errors import ConflictError, LeaseLostError, UnavailableError
from openphone_crm.ids import ReconciliationId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.reconciliation_book import Hold, ReconciliationBook
from openphone_crm.reconciliation.runs import Reconciliation, RunState
from openphone_crm.reconciliation.windows import scheduled_window
from openphone_crm.reconciling.search import Step
from openphone_crm.remote import Window

LEASE: Final = timedelta(minutes=1)
"""A run of which nothing was heard for so long is taken up by somebody else."""
HOUR: Final = timedelta(hours=1)
"""How often the schedule begins a run."""

_IN_OTHER_HANDS: Final = "somebody else is at this run; it goes on there, or here when that process has ended"


@attrs.frozen(kw_only=True)
class Reconciling:
    """
    Takes runs from step to step, in the name of one process.

    `keeps` is how long events are kept: nothing older is looked at. `politely` is what OpenPhone is asked
    within.
    """

    book: ReconciliationBook
    step: Step
    clock: Clock
    worker: str
    keeps: timedelta
    politely: Callable[[], AbstractContextManager[None]] = nullcontext

    @property
    def horizon(self) -> datetime:
        """The moment before which nothing is looked at."""
        return self.clock.now() - self.keeps

    def begin(self, window: Window) -> Reconciliation:
        """Begin a run through this stretch, and have it in hand."""
        run = self._new(window)
        self.book.begin(run, self._hold())
        return run

    def looked_at(self, window: Window) -> Reconciliation:
        """A run through this stretch of which nothing is kept."""
        return self._new(window)

    def take(self, run: Reconciliation) -> Reconciliation:
        """
        Take a run up where it is by now.

        Raises:
            ConflictError: When somebody else is at it, or it is over.
        """
        taken = self.book.take(run.id, self._hold(), now=self.clock.now())
        if taken is None:
            raise ConflictError(_IN_OTHER_HANDS)
        return taken

    def go_on(
        self,
        run: Reconciliation,
        *,
        should_stop: Callable[[], bool] = lambda: False,
        on_step: Callable[[Reconciliation], None] = lambda _: None,
    ) -> Reconciliation:
        """
        Go through what is left of a run that is in hand; it is given back when it is not over then.

        Raises:
            TransientError: When it has to wait, for whatever reason; it goes on from there.
            RefusedError: When OpenPhone does not like how it was asked.
        """
        try:
            while run.state is RunState.RUNNING and not should_stop():
                with self.politely():
                    run = self.step(run)
                self.book.save(run, by=self.worker, until=self._hold().until if _is_open(run) else None)
                on_step(run)
        finally:
            if _is_open(run):
                with suppress(UnavailableError, LeaseLostError):
                    self.book.save(run, by=self.worker, until=None)
        return run

    def advance(self, should_stop: Callable[[], bool] = lambda: False) -> None:
        """
        Do what the schedule wants: go on with its run, or begin one that is due.

        However many schedulers call it, and however often, there is one run an hour.

        Raises:
            TransientError: When it has to wait, for whatever reason.
            RefusedError: When OpenPhone does not like how it was asked.
        """
        run = self._scheduled()
        if run is not None:
            self.go_on(run, should_stop=should_stop)

    def _scheduled(self) -> Reconciliation | None:
        now = self.clock.now()
        waiting = [run for run in self.book.unfinished() if run.is_scheduled]
        if waiting:
            return self.book.take(waiting[-1].id, self._hold(), now=now)
        window = scheduled_window(self.book.covered(), now=now, horizon=self.horizon)
        run = attrs.evolve(self._new(window), is_scheduled=True)
        return run if self.book.begin(run, self._hold(), unless_since=now - HOUR) else None

    def _new(self, window: Window) -> Reconciliation:
        now = self.clock.now()
        return Reconciliation(
            id=ReconciliationId(self.clock.new_id()),
            since=window.since,
            until=window.until,
            started_at=now,
            updated_at=now,
        )

    def _hold(self) -> Hold:
        return Hold(self.worker, self.clock.now() + LEASE)


def _is_open(run: Reconciliation) -> bool:
    return run.state is RunState.RUNNING
