"""One health check from the command line: begun now, followed with a progress bar, and explained."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from entrypoints.bootstrap import bootstrap
from entrypoints.command_line import load_settings
from entrypoints.health import health_of
from entrypoints.openphone import OPENPHONE_API_KEY
from entrypoints.settings import MAIN_NUMBER, MONITOR_NUMBER
from entrypoints.stopping import Stopping
from openphone_crm.errors import StoreAwayError
from openphone_crm.health.checks import VERIFIED_AFTER, HealthCheck
from openphone_crm.health.fault_texts import help_of, what_of
from openphone_crm.health.faults import STORE_AWAY, Verdict
from openphone_crm.health_checking import HealthChecking

PAUSE_S = 0.5
_LIMIT_S = VERIFIED_AFTER.total_seconds()

_STOPPED = "Stopped waiting. The text was sent; a scheduler, if one runs, finds out what becomes of it."


@attrs.frozen
class Outcome:
    """What a check has shown, in words, and the exit status that says it to a program."""

    text: str
    status: int


def check_health(stopping: Stopping) -> Outcome:
    """
    Make a check now, and wait for what it shows.

    Raises:
        SettingsError: Naming the setting that is missing.
    """
    settings = load_settings(needs=[OPENPHONE_API_KEY, MAIN_NUMBER, MONITOR_NUMBER])
    with bootstrap(settings) as application:
        health = health_of(application)
        assert health is not None  # noqa: S101 - all that it needs was needed above
        try:
            application.database.check()
            check = health.begin()
        except StoreAwayError as error:
            return _explained(attrs.evolve(STORE_AWAY, detail=str(error)))
        return _waited_for(check, health, stopping)


def _waited_for(check: HealthCheck, health: HealthChecking, stopping: Stopping) -> Outcome:
    began = time.monotonic()
    with _progress() as progress:
        bar = progress.add_task("waiting for its webhook", total=_LIMIT_S)
        while not (check.is_over or stopping.is_requested()):
            waited = time.monotonic() - began
            progress.update(bar, completed=min(waited, _LIMIT_S))
            try:
                check = health.follow(check)
            except StoreAwayError as error:
                if waited > _LIMIT_S:
                    return _explained(attrs.evolve(STORE_AWAY, detail=str(error)))
            if not check.is_over:
                stopping.pause(PAUSE_S)
    return _outcome(check)


def _outcome(check: HealthCheck) -> Outcome:
    if check.checked_at is None:
        return Outcome(_STOPPED, 130)
    if check.fault is not None:
        return _explained(Verdict(check.fault, check.detail))
    seconds = (check.checked_at - check.started_at).total_seconds()
    return Outcome(f"Healthy: its webhook was received, stored and worked on within {seconds:.1f} s.", 0)


def _explained(verdict: Verdict) -> Outcome:
    if verdict.fault is None:
        return Outcome("Healthy.", 0)
    return Outcome(f"Fault {verdict.fault}: {what_of(verdict)}.\n{help_of(verdict.fault)}", 1)


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress
