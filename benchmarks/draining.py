"""Processes that drain a database together; they start when all of them are ready."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection

import attrs

from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from openphone_crm.attempts import Problem
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing

# A forked process would share the connections of this one.
_CONTEXT = get_context("spawn")


@attrs.frozen(kw_only=True)
class Share:
    """What one process did of the work, and the processor time it took."""

    events: int
    problems: tuple[str, ...]
    processor_s: float


class Drainer:
    """A process that drains a database when it is told to."""

    def __init__(self, url: str) -> None:
        """Start it, and leave it waiting."""
        self._line, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_drain_when_told, args=(url, theirs), daemon=True)
        self._process.start()
        # With the other end open only there, we notice when the process dies.
        theirs.close()

    def wait(self) -> None:
        """Wait until it is ready."""
        self._line.recv()

    def begin(self) -> None:
        """Tell it to drain."""
        self._line.send(None)

    def share(self) -> Share:
        """Wait until nothing is left to do; what it did."""
        share: Share = self._line.recv()
        self._process.join()
        return share


def drain_together(url: str, processes: int) -> tuple[Sequence[Share], float]:
    """Drain a database with so many processes; what each did, and the seconds until the last had done."""
    drainers = [Drainer(url) for _ in range(processes)]
    for drainer in drainers:
        drainer.wait()
    started = time.perf_counter()
    for drainer in drainers:
        drainer.begin()
    shares = [drainer.share() for drainer in drainers]
    return shares, time.perf_counter() - started


def _drain_when_told(url: str, line: Connection) -> None:
    with closing(Database.open(url)) as database:
        database.check()
        line.send("ready")
        line.recv()
        line.send(drain(database))


def drain(database: Database) -> Share:
    """Work in this process until nothing is due."""
    problems: list[Problem] = []
    processing = Processing(
        inbox=database.inbox,
        unit_of_work=database.unit_of_work,
        clock=SystemClock(),
        on_problem=problems.append,
    )
    worker = f"benchmark:{os.getpid()}"
    before = time.process_time()
    events = sum(
        processing.drain(priority, worker=worker, should_stop=lambda: False) for priority in Priority
    )
    return Share(
        events=events,
        problems=tuple(f"{problem.kind}: {problem.error!r}" for problem in problems),
        processor_s=time.process_time() - before,
    )
