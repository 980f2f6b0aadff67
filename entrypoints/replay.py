"""Retrying many dead letters from the command line: what would be, and doing it with a progress bar."""

from __future__ import annotations

import time
from contextlib import suppress

import attrs
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from adapters.embedded_queue import EmbeddedJobQueue
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.command_line import name_of_user
from entrypoints.scheduler import sweeping_of
from entrypoints.stopping import Stopping
from openphone_crm.errors import ConflictError, InvalidInputError, UnavailableError
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import InFlight, JobState, RetryFilter, RetryJob
from openphone_crm.retrying import Retrying

PATIENCE_S = 30.0
PAUSE_S = 0.2

_IDLE = (
    "Nothing was done for {seconds:.0f} seconds: are Redis and `python -m entrypoints worker` running? "
    "It goes on when they are."
)


def filter_of(*, status: str, event_type: str | None, since: str | None) -> RetryFilter:
    """
    Read what a person wants to retry.

    Raises:
        InvalidInputError: Naming the option that is wrong.
        ConflictError: When events of that status cannot be retried.
    """
    options = {"status": status, "type": event_type, "since": since}
    try:
        return RetryFilter.read({name: value for name, value in options.items() if value is not None})
    except InvalidInputError as error:
        raise InvalidInputError(f"--{error.field}", error.reason) from error


def table_of_preview(retrying: Retrying, wanted: RetryFilter) -> Table:
    """Show what would be retried."""
    preview = retrying.preview(wanted)
    table = Table("type", "failed events", title="Would be retried")
    for event_type, count in preview.by_type.items():
        # A type is whatever was sent.
        table.add_row(Text(event_type if event_type.isprintable() else ascii(event_type)), f"{count}")
    table.add_section()
    table.add_row("all", f"{preview.count}")
    return table


def replay(application: Application, wanted: RetryFilter, *, stopping: Stopping) -> RetryJob:
    """
    Retry all dead letters that a filter finds, and show how far it is; being asked to stop cancels it.

    Returns:
        The job as it ended.
    """
    job = application.retrying.start(wanted, by=name_of_user())
    console = Console(stderr=True)
    console.print(f"Job {job.id} retries {counted(job.total, 'failed event')}.", highlight=False)
    with Progress(*_columns(), console=console, transient=True) as progress:
        shown = Shown(progress, progress.add_task("retrying", total=job.total, told=""))
        return Replay(application=application, shown=shown, stopping=stopping).run(job)


def summary_of(job: RetryJob) -> str:
    """Say in a line or two what became of a job."""
    tried = f"{job.done} done, {job.failed} failed again"
    if job.state is not JobState.CANCELLED:
        return f"{counted(job.total, 'event')} retried: {tried}."
    on_their_way = "" if job.ended_at else " What was begun goes on by itself."
    left = job.total - job.done - job.failed
    return f"Cancelled: of {counted(job.total, 'event')}, {tried}, {left} left.{on_their_way}"


def counted(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@attrs.define
class Shown:
    """A progress bar, and the line that nobody works, said once each time that it gets so far."""

    _progress: Progress
    _bar: TaskID
    patience_s: float = PATIENCE_S
    _began: float = attrs.field(factory=time.monotonic, init=False)
    _moved: float = attrs.field(factory=time.monotonic, init=False)
    _ended: int = attrs.field(default=0, init=False)
    _is_said: bool = attrs.field(default=False, init=False)

    def update(self, job: RetryJob, in_flight: InFlight) -> None:
        """Show how far a job is."""
        ended, now = job.done + job.failed, time.monotonic()
        rate = ended / max(now - self._began, 0.001)
        later = f", {in_flight.later} to be tried again" if in_flight.later else ""
        told = f"{job.done} done, {job.failed} failed{later}, {rate:.0f} per second"
        self._progress.update(self._bar, completed=ended, told=told)
        if ended != self._ended or not in_flight.now:
            self._ended, self._moved, self._is_said = ended, now, False
        elif now - self._moved > self.patience_s and not self._is_said:
            self._progress.console.print(_IDLE.format(seconds=self.patience_s), highlight=False)
            self._is_said = True


@attrs.frozen(kw_only=True)
class Replay:
    """Advances a job without waiting for a scheduler, and has its events worked on."""

    application: Application
    shown: Shown
    stopping: Stopping

    def run(self, job: RetryJob) -> RetryJob:
        """Go on until the job has ended, or until asked to stop."""
        retrying = self.application.retrying
        while job.ended_at is None and not self.stopping.is_requested():
            progress = retrying.advance(job.id)
            # None while a scheduler is at it, or when that, or a person, has ended the job.
            job = progress.job if progress else retrying.job(job.id)
            if progress:
                self.shown.update(job, progress.in_flight)
            if job.ended_at is None and not self._work():
                self.stopping.pause(PAUSE_S)
        return job if job.ended_at else self._cancelled(job)

    def _work(self) -> int:
        """Work on what is due where nobody else would, or else wake who does."""
        if not isinstance(self.application.job_queue, EmbeddedJobQueue):
            with suppress(UnavailableError):
                sweeping_of(self.application).run()
            return 0
        worker = name_of_worker("replay")
        drain, should_stop = self.application.processing.drain, self.stopping.is_requested
        return sum(drain(priority, worker=worker, should_stop=should_stop) for priority in Priority)

    def _cancelled(self, job: RetryJob) -> RetryJob:
        retrying = self.application.retrying
        with suppress(ConflictError):
            retrying.cancel(job.id, by=name_of_user())
        # What ended since it was last looked at is counted too.
        retrying.advance(job.id)
        return retrying.job(job.id)


def _columns() -> tuple[BarColumn, MofNCompleteColumn, TextColumn]:
    return BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}")
