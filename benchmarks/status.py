"""What it costs to say how everything is, with nothing in the database and with very much in it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

import attrs
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text

from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from openphone_crm.histories import Histories, Stretch
from openphone_crm.rolling import Rolling
from openphone_crm.status_board import StatusBoard
from tests.integration.servers import postgresql

ROUNDS: Final = 200
NOISE: Final = 1.25
"""By so much two medians of the same thing may differ on a machine that does other things too."""

# One in a thousand is a dead letter, of five causes; the latest was received just now, the first a year ago.
_FILL: Final = """
    INSERT INTO webhook_events (
        id, event_type, openphone_type, payload, body, received_at, processed_at, due_at, status, priority,
        delivery_key, failure_id, failed_at
    )
    SELECT
        gen_random_uuid(), 'message.received', 'message.received', '{"type": "message.received"}', NULL,
        at, at, at, CASE WHEN n % 1000 = 0 THEN 'failed' ELSE 'processed' END, n % 3,
        'filled ' || n, CASE WHEN n % 1000 = 0 THEN 'group ' || (n / 1000 % 5) END,
        CASE WHEN n % 1000 = 0 THEN at END
    FROM (
        SELECT n, now() - n * (interval '365 days' / :events) AS at FROM generate_series(1, :events) AS n
    ) AS received
"""
_GROUPS: Final = """
    INSERT INTO failure_groups (id, error_class, place, event_type, first_seen, last_seen, state)
    SELECT 'group ' || n, 'ValueError', 'some.place', 'message.received', now(), now(), 'open'
    FROM generate_series(0, 4) AS n
"""


@attrs.frozen(kw_only=True)
class Cost:
    """How many seconds an answer took, each time: from an empty database, and from a full one."""

    name: str
    empty_s: Sequence[float]
    full_s: Sequence[float]

    @property
    def ratio(self) -> float:
        """How much longer it takes with everything in it."""
        return statistics.median(self.full_s) / statistics.median(self.empty_s)


@attrs.frozen(kw_only=True)
class Compared:
    """What answers cost with so many events."""

    events: int
    costs: Sequence[Cost]

    @property
    def is_well(self) -> bool:
        """Whether they cost the same, within noise."""
        return all(cost.ratio <= NOISE for cost in self.costs)


def compare(console: Console, *, events: int) -> Compared:
    """Ask an empty database and a full one in turn, side by side on one server."""
    console.print("[dim]Starting PostgreSQL")
    with postgresql() as server:
        empty_url, full_url = server.fresh_database(), server.fresh_database()
        with closing(Database.open(empty_url)) as empty, closing(Database.open(full_url)) as full:
            with console.status(f"Filling in {events:,} events"):
                for database in (empty, full):
                    database.migrate()
                fill(full_url, events)
                for database in (empty, full):
                    keep_figures(database)
            with console.status("Asking"):
                return Compared(events=events, costs=_costs(empty, full))


def fill(url: str, events: int) -> None:
    """Put so many events into a PostgreSQL, all of them done or dead letters."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(_FILL), {"events": events})
        connection.execute(text(_GROUPS))
        # As autovacuum does sooner or later.
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def keep_figures(database: Database) -> None:
    """Do what the scheduler does for the figures."""
    rolling = Rolling(rollups=database.rollups, figures=database.figures, clock=SystemClock())
    rolling.sample()
    rolling.roll()


def board_of(database: Database) -> StatusBoard:
    """Gather the figures of a database, as the status page does."""
    return StatusBoard(
        alert_book=database.alert_book,
        figures=database.figures,
        rollups=database.rollups,
        traffic=database.traffic,
        health_checks=database.health_checks,
        extractions=database.extractions,
        readings=database.readings,
        reconciliations=database.reconciliation_book,
        workspace=database.workspace,
        clock=SystemClock(),
        model=lambda: "pattern/1",
        heartbeats=database.heartbeats,
    )


def _costs(empty: Database, full: Database) -> Sequence[Cost]:
    questions: dict[str, Callable[[Database], object]] = {
        "status": lambda database: board_of(database).now(),
        "a month for plots": lambda database: _histories(database).of(Stretch.MONTH),
        "the scheduler's sample": keep_figures,
    }
    return [_cost(name, ask, empty, full) for name, ask in questions.items()]


def _histories(database: Database) -> Histories:
    return Histories(rollups=database.rollups, clock=SystemClock())


def _cost(name: str, ask: Callable[[Database], object], empty: Database, full: Database) -> Cost:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for database, seconds in zip((empty, full), taken, strict=True):
            began = time.perf_counter()
            ask(database)
            seconds.append(time.perf_counter() - began)
    return Cost(name=name, empty_s=taken[0], full_s=taken[1])


def show(console: Console, compared: Compared) -> None:
    """Print what was measured."""
    table = Table(title=f"Medians of {ROUNDS} in turn: 0 events, and {compared.events:,}")
    for heading in ("", "ms, empty", "ms, full", "ratio"):
        table.add_column(heading, justify="right")
    for cost in compared.costs:
        empty, full = (statistics.median(seconds) * 1000 for seconds in (cost.empty_s, cost.full_s))
        table.add_row(cost.name, f"{empty:.2f}", f"{full:.2f}", f"[bold]{cost.ratio:.2f}")
    console.print(table)
