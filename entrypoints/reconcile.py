"""Reconciling from the command line: which run it is, and going through it with all the waits on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import attrs
import click

from adapters.embedded_queue import EmbeddedJobQueue
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.reconciling_shown import Shown, showing
from entrypoints.stopping import Stopping
from openphone_crm.errors import (
    ConflictError,
    DeferredError,
    InvalidInputError,
    LeaseLostError,
    RateLimitedError,
    StoreAwayError,
    UnavailableError,
)
from openphone_crm.moments import parse_moment
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import Reconciliation, RunState
from openphone_crm.reconciliation.windows import asked_window
from openphone_crm.reconciling.runs import Reconciling
from openphone_crm.remote import Window

PAUSE_S: Final = 10.0
LOOK_S: Final = 1.0
PATIENCE: Final = 6
"""So often OpenPhone may be away in a row until a person has to look."""

_A_MOMENT: Final = timedelta(minutes=1)
"""The horizon moves between two looks at the clock."""
_WAITS: Final = "Another process is at this run. Waits until it ends, or is silent for a minute ..."


@attrs.frozen
class Span:
    """The stretch of time that a person asks for; None is as far as there is anything to do."""

    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def read(cls, since: str | None, until: str | None) -> Span:
        """
        Read what was typed.

        Raises:
            InvalidInputError: Naming the option that is wrong.
        """
        return cls(_moment("--since", since), _moment("--until", until))

    def is_of(self, run: Reconciliation, *, keeps: timedelta) -> bool:
        """Whether a run that was begun is the one that is asked for again, as far as it could go then."""
        horizon = run.started_at - keeps
        is_from_there = self.since is None or run.since == self.since
        is_from_horizon = self.since is not None and self.since < run.since < horizon + _A_MOMENT
        is_up_to_there = self.until is None or run.until == self.until
        is_up_to_now = self.until is not None and self.until > run.until > run.started_at - _A_MOMENT
        return (is_from_there or is_from_horizon) and (is_up_to_there or is_up_to_now)


@attrs.frozen
class Begun:
    """A run that is in hand, and whether it was begun before."""

    run: Reconciliation
    is_old: bool = False


def begin(reconciling: Reconciling, span: Span, *, stopping: Stopping) -> Begun:
    """
    Go on with the run that is asked for, or begin one.

    While another process is at it that is waited for: one that was killed has it in hand for a while.

    Raises:
        ConflictError: When asked to stop before the other has ended.
        InvalidInputError: Naming the option that is wrong.
    """
    is_said = False
    while (run := _unfinished(reconciling, span)) is not None:
        try:
            return Begun(reconciling.take(run), is_old=True)
        except ConflictError:
            if stopping.is_requested():
                raise
            if not is_said:
                click.echo(_WAITS, err=True)
            is_said = True
            stopping.pause(LOOK_S)
    return Begun(reconciling.begin(window_of(reconciling, span)))


def window_of(reconciling: Reconciling, span: Span) -> Window:
    """
    Tell which stretch of time that is.

    Raises:
        InvalidInputError: Naming the option that is wrong.
    """
    try:
        return asked_window(
            reconciling.book.covered(),
            since=span.since,
            until=span.until,
            now=reconciling.clock.now(),
            horizon=reconciling.horizon,
        )
    except InvalidInputError as error:
        raise InvalidInputError(f"--{error.field}", error.reason) from error


def introduction(begun: Begun, span: Span, reconciling: Reconciling) -> str:
    """Say what will be gone through, and why."""
    run = begun.run
    stretch = f"{run.since:%Y-%m-%d %H:%M} to {run.until:%Y-%m-%d %H:%M} UTC"
    if begun.is_old:
        return f"Goes on with the run of {run.started_at:%Y-%m-%d %H:%M} UTC, through {stretch}."
    is_from_horizon = run.since < run.started_at - reconciling.keeps + _A_MOMENT
    if not is_from_horizon:
        return f"Goes through {stretch}."
    if span.since is None:
        return f"The history was never gone through: {stretch}, as far back as events are kept."
    return f"Goes through {stretch}: nothing older is kept (CRM_KEEP_EVENTS_DAYS)."


def reconcile(
    application: Application, reconciling: Reconciling, run: Reconciliation, *, stopping: Stopping
) -> Reconciliation:
    """
    Go through a run and show how far it is; being asked to stop leaves it where it is.

    Raises:
        UnavailableError: When OpenPhone is away for too long; it goes on from there.
    """
    with showing(run) as shown:
        walk = Walk(application=application, reconciling=reconciling, shown=shown, stopping=stopping)
        run = walk.through(run)
        work = worker_of(application, stopping)
        while run.state is RunState.DONE and work():
            shown.update(run)
    return run


def looked_through(reconciling: Reconciling, run: Reconciliation, *, stopping: Stopping) -> Reconciliation:
    """Go through a run of which nothing is kept, and show how far it is."""
    with showing(run) as shown:
        while run.state is RunState.RUNNING and not stopping.is_requested():
            try:
                run = reconciling.step(run)
            except (DeferredError, RateLimitedError) as error:
                shown.say(f"{error}; goes on by itself.")
                stopping.pause(_wait(error, reconciling.clock.now()))
            shown.update(run)
    return run


@attrs.define(kw_only=True)
class Walk:
    """Takes a run to its end, however often OpenPhone wants to be left alone on the way."""

    application: Application
    reconciling: Reconciling
    shown: Shown
    stopping: Stopping
    _failures: int = attrs.field(default=0, init=False)

    def through(self, run: Reconciliation) -> Reconciliation:
        """Go on until it is over, or until asked to stop."""
        while run.state is RunState.RUNNING and not self.stopping.is_requested():
            try:
                return self.reconciling.go_on(
                    run, should_stop=self.stopping.is_requested, on_step=self._stepped
                )
            except (DeferredError, RateLimitedError, UnavailableError) as error:
                self._wait_for(error)
            except LeaseLostError:
                pass  # whoever has it now is named when it cannot be taken
            run = self.reconciling.take(run)
        return run

    def _stepped(self, run: Reconciliation) -> None:
        self._failures = 0
        self.shown.update(run)
        worker_of(self.application, self.stopping)()

    def _wait_for(self, error: DeferredError | RateLimitedError | UnavailableError) -> None:
        if isinstance(error, UnavailableError):
            self._failures += 1
            if isinstance(error, StoreAwayError) or self._failures >= PATIENCE:
                raise error
        self.shown.say(f"{error}; goes on by itself.")
        self.stopping.pause(_wait(error, self.reconciling.clock.now()))


def worker_of(application: Application, stopping: Stopping) -> Callable[[], int]:
    """Make what works on all that is due, where nobody else would; it tells how much that was."""
    if not isinstance(application.job_queue, EmbeddedJobQueue):
        return lambda: 0
    worker, drain = name_of_worker("reconcile"), application.processing.drain
    return lambda: sum(drain(each, worker=worker, should_stop=stopping.is_requested) for each in Priority)


def _unfinished(reconciling: Reconciling, span: Span) -> Reconciliation | None:
    """Find the run that is asked for again; those of the schedule go on by themselves."""
    runs = (run for run in reconciling.book.unfinished() if not run.is_scheduled)
    return next((run for run in runs if span.is_of(run, keeps=reconciling.keeps)), None)


def _wait(error: Exception, now: datetime) -> float:
    match error:
        case DeferredError(until=until):
            return max((until - now).total_seconds(), 0.0)
        case RateLimitedError(retry_after_s=float() | int() as seconds):
            return float(seconds)
        case _:
            return PAUSE_S


def _moment(option: str, typed: str | None) -> datetime | None:
    moment = parse_moment(typed)
    if typed is not None and moment is None:
        raise InvalidInputError(option, "must be a time in ISO 8601, such as 2026-01-31T08:00:00Z")
    return moment
