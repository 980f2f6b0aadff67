"""How fast a backlog is worked off."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import attrs
from rich.console import Console
from rich.table import Table

from benchmarks.backlog import Outcome, fill, outcome
from benchmarks.draining import Share, drain_together
from benchmarks.processor_time import of_family, postgresql_process
from tests.integration.servers import postgresql


@attrs.frozen(kw_only=True)
class Drained:
    """A backlog that was worked off."""

    database: str
    stored: int
    shares: tuple[Share, ...]
    seconds: float
    server_s: float | None
    """What PostgreSQL took; a SQLite is part of the worker."""
    outcome: Outcome

    @property
    def events(self) -> int:
        """How many events all processes together worked on."""
        return sum(share.events for share in self.shares)

    @property
    def is_well(self) -> bool:
        """Whether every event that was stored is done, once."""
        return self.outcome.is_complete and sum(self.outcome.statuses.values()) == self.stored


def drain_postgresql(console: Console, *, events: int, processes: int) -> Drained:
    """Work a backlog off on a PostgreSQL that keeps what it has committed."""
    console.print("[dim]Starting PostgreSQL (fsync on)")
    with postgresql(fsync=True) as server:
        url = server.fresh_database()
        server_process = postgresql_process(url)
        return _drained(console, url, events, processes, server_s=lambda: of_family(server_process))


def drain_sqlite(console: Console, *, events: int) -> Drained:
    """Work a backlog off on a SQLite file, in one process: a file has one writer."""
    with tempfile.TemporaryDirectory(prefix="crm-benchmark-") as directory:
        url = f"sqlite:///{Path(directory) / 'crm.db'}"
        return _drained(console, url, events, processes=1)


def _drained(
    console: Console, url: str, events: int, processes: int, server_s: Callable[[], float] | None = None
) -> Drained:
    with console.status(f"Taking in {events} deliveries"):
        stored = fill(url, events)
    with console.status(f"Draining with {processes} processes"):
        before = server_s() if server_s else 0
        shares, seconds = drain_together(url, processes)
        spent = server_s() - before if server_s else None
    return Drained(
        database=url.partition(":")[0].partition("+")[0],
        stored=stored,
        shares=tuple(shares),
        seconds=seconds,
        server_s=spent,
        outcome=outcome(url),
    )


def show(console: Console, drained: Drained) -> None:
    """Print what was measured, and whether all is well."""
    processors = sum(share.processor_s for share in drained.shares)
    table = Table(title=f"Draining a backlog: {drained.database}, processes: {len(drained.shares)}")
    for heading in ("events", "seconds", "events/s", "ms CPU/event, workers", "ms CPU/event, PostgreSQL"):
        table.add_column(heading, justify="right")
    table.add_row(
        f"{drained.events}",
        f"{drained.seconds:.2f}",
        f"[bold]{drained.events / drained.seconds:,.0f}",
        f"{processors / drained.events * 1000:.3f}",
        "-" if drained.server_s is None else f"{drained.server_s / drained.events * 1000:.3f}",
    )
    console.print(table)
    for problem in [text for share in drained.shares for text in share.problems][:10]:
        console.print(f"[red]{problem}", highlight=False)
    console.print(verdict(drained), highlight=False)


def verdict(drained: Drained) -> str:
    """Say in one line what became of the events."""
    counted = ", ".join(f"{count} {status}" for status, count in sorted(drained.outcome.statuses.items()))
    if drained.is_well:
        return f"[green]All there, each worked on once:[/] {counted}"
    attempts = dict(drained.outcome.attempts)
    return f"[red]Not all is well:[/] {drained.stored} stored; {counted}; attempts {attempts}"
