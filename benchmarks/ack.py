"""How long a sender waits for its 200, and how many a second there can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import attrs
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.backlog import stored_keys
from benchmarks.line import request_of
from benchmarks.load import Answers, Load, put
from benchmarks.processor_time import of_family, postgresql_process
from benchmarks.traffic import KEYS, texts
from openphone_crm.testing import SignedDelivery
from tests.integration.processes import answers, entry_point, output_of, running
from tests.integration.server_process import free_port
from tests.integration.servers import postgresql, redis

HOST = "127.0.0.1"
WARM_UP = 300
SATURATIONS = (16, 64)


@attrs.frozen(kw_only=True)
class Plan:
    """What to measure."""

    rate: int = 100
    seconds: int = 15
    saturated: int = 10_000
    """Deliveries sent at each concurrency."""
    with_workers: bool = False


@attrs.frozen(kw_only=True)
class Installation:
    """The product as it is shipped, on servers of its own."""

    port: int
    database_url: str
    server: psutil.Process
    database: psutil.Process


@attrs.frozen(kw_only=True)
class Measured:
    """One load, what came back, and the processor time it took."""

    name: str
    answers: Answers
    server_s: float
    database_s: float


@attrs.frozen(kw_only=True)
class Acknowledged:
    """All loads, and how the database agrees with what was acknowledged."""

    loads: Sequence[Measured]
    sent: int
    missing: int

    @property
    def is_well(self) -> bool:
        """Whether all was acknowledged, and is there."""
        return not self.missing and all(set(load.answers.statuses) == {"200"} for load in self.loads)


def acknowledge(console: Console, plan: Plan) -> Acknowledged:
    """Measure intake at a steady rate and at its limit, and look afterwards whether all is there."""
    with installation(console, with_workers=plan.with_workers) as place:
        loads: list[Measured] = []
        sent: list[SignedDelivery] = []

        def measure(name: str, count: int, *, rate: float | None = None, lines: int = 1) -> None:
            deliveries = texts(len(sent), count)
            sent.extend(deliveries)
            with console.status(name):
                loads.append(_measured(place, name, deliveries, rate=rate, lines=lines))

        measure("warm-up", WARM_UP, lines=4)
        measure(f"{plan.rate}/s for {plan.seconds} s", plan.rate * plan.seconds, rate=plan.rate)
        for lines in SATURATIONS:
            measure(f"{lines} at a time", plan.saturated, lines=lines)
        missing = {one.delivery_id for one in sent} - stored_keys(place.database_url)
        return Acknowledged(loads=loads, sent=len(sent), missing=len(missing))


@contextmanager
def installation(console: Console, *, with_workers: bool) -> Iterator[Installation]:
    """Run PostgreSQL, Redis and our own commands while the block lasts."""
    with ExitStack() as stack, console.status("Starting PostgreSQL (fsync on), Redis and gunicorn"):
        database_url = stack.enter_context(postgresql(fsync=True)).fresh_database()
        settings = {
            "CRM_DATABASE_URL": database_url,
            "CRM_REDIS_URL": stack.enter_context(redis()).url,
            "CRM_WEBHOOK_KEYS": KEYS,
        }
        output_of("migrate", settings=settings)
        if with_workers:
            stack.enter_context(running(entry_point("worker"), settings))
        port = free_port()
        address = f"{HOST}:{port}"
        serve = entry_point("serve", "--bind", address)
        process = stack.enter_context(running(serve, settings, ready=lambda: answers(address, "/readyz")))
        place = Installation(
            port=port,
            database_url=database_url,
            server=psutil.Process(process.pid),
            database=postgresql_process(database_url),
        )
        yield place


def _measured(
    place: Installation,
    name: str,
    deliveries: Sequence[SignedDelivery],
    *,
    rate: float | None,
    lines: int,
) -> Measured:
    requests = [request_of(delivery, f"{HOST}:{place.port}") for delivery in deliveries]
    load = Load(host=HOST, port=place.port, requests=requests, rate=rate, lines=lines)
    server_s, database_s = of_family(place.server), of_family(place.database)
    return Measured(
        name=name,
        answers=put(load),
        server_s=of_family(place.server) - server_s,
        database_s=of_family(place.database) - database_s,
    )


def show(console: Console, done: Acknowledged) -> None:
    """Print what was measured, and whether all is well."""
    table = Table(title="Acknowledging: committed with fsync before the 200")
    for heading in ("load", "acks/s", "p50 ms", "p99 ms", "max ms", "ms CPU/ack, gunicorn", "PostgreSQL"):
        table.add_column(heading, justify="left" if heading == "load" else "right")
    for load in done.loads:
        count = len(load.answers.latencies)
        table.add_row(
            load.name,
            f"[bold]{count / load.answers.seconds:,.0f}",
            *(f"{load.answers.quantile(part):.1f}" for part in (0.5, 0.99, 1)),
            f"{load.server_s / count * 1000:.3f}",
            f"{load.database_s / count * 1000:.3f}",
        )
    console.print(table)
    console.print(verdict(done), highlight=False)


def verdict(done: Acknowledged) -> str:
    """Say in one line whether what was acknowledged is there."""
    if done.is_well:
        return f"[green]All {done.sent} were acknowledged and are in the database."
    statuses = [dict(load.answers.statuses) for load in done.loads]
    return f"[red]Not all is well:[/] of {done.sent}, {done.missing} are missing; answers {statuses}"
