"""Accidents with real processes: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import attrs
import psutil
import psycopg
import pytest

from entrypoints.bootstrap import Application, bootstrap
from entrypoints.settings import Settings
from openphone_crm.priority import Priority
from openphone_crm.testing import FakeOpenPhone
from tests.integration.processes import entry_point, running
from tests.integration.server_process import descendants
from tests.integration.servers import RedisServer
from tests.integration.waiting import wait_until

KEYS = "bGVnYWN5LWtleQ== whsec_c3RhbmRhcmQta2V5"
DELIVERIES = 600
START_LIMIT_S = 60
RECOVERY_S = 120

LEFT = "SELECT count(*) FROM webhook_events WHERE status NOT IN ('processed', 'ignored')"
CLAIMANTS = "SELECT DISTINCT claimed_by FROM webhook_events WHERE status = 'processing'"
DOUBLED = """
    SELECT id, status, attempts FROM webhook_events
    WHERE jsonb_array_length(jsonb_path_query_array(attempts::jsonb, '$[*] ? (@.outcome == "processed")'))
        <> CASE status WHEN 'processed' THEN 1 ELSE 0 END
"""


@attrs.frozen
class Installation:
    """The product on PostgreSQL and Redis; deliveries come in without HTTP."""

    settings: dict[str, str]
    application: Application

    def deliver(self, count: int) -> None:
        """Take deliveries in, and ring for nobody."""
        now = self.application.clock.now()
        intake = self.application.intake
        shop = FakeOpenPhone(KEYS, start=now)
        intake.store([intake.open(each.headers, each.body) for each in shop.take(count, now)])

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Ask the database behind everybody's back."""
        with self.connected() as connection:
            return connection.execute(query.encode()).fetchall()

    def connected(self) -> psycopg.Connection[tuple[object, ...]]:
        """Connect to the database."""
        return psycopg.connect(self.settings["CRM_DATABASE_URL"].replace("+psycopg", ""))

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Let every batch wait half way, between its claim and its work, while the block lasts."""
        with self.connected() as connection:
            connection.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
            yield

    def claimants(self) -> dict[str, int]:
        """Give the process of each queue whose worker is in the middle of a batch."""
        names = [str(name).split(":") for (name,) in self.ask(CLAIMANTS)]
        return {label: int(pid) for _, pid, label in names}

    def is_done(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.ask(LEFT) == [(0,)]

    def doubled(self) -> list[tuple[object, ...]]:
        """Give the events that were not processed exactly once, or ignored and never tried."""
        return self.ask(DOUBLED)


@pytest.fixture
def installation(postgresql_url: str, redis_url: str) -> Iterator[Installation]:
    """Lend the product with a worker for each queue and a scheduler."""
    settings = {
        "CRM_DATABASE_URL": postgresql_url,
        "CRM_REDIS_URL": redis_url,
        "CRM_WEBHOOK_KEYS": KEYS,
        "CRM_LOW_BATCH_S": "1",
    }
    with ExitStack() as stack:
        lent = Installation(settings, stack.enter_context(bootstrap(Settings.load(settings))))
        workers = stack.enter_context(running(entry_point("worker"), settings))
        stack.enter_context(running(entry_point("scheduler"), settings))
        assert wait_until(lambda: len(descendants(workers.pid)) == len(Priority), limit_s=START_LIMIT_S)
        yield lent


def test_a_killed_worker_loses_nothing(installation: Installation) -> None:
    """A worker killed in the middle of a batch is replaced, and its events are worked on once."""
    with installation.held_up():
        installation.deliver(DELIVERIES)
        assert wait_until(lambda: "critical" in installation.claimants())
        victim = psutil.Process(installation.claimants()["critical"])

        victim.send_signal(signal.SIGKILL)

        assert wait_until(lambda: not victim.is_running())
    assert wait_until(installation.is_done, limit_s=RECOVERY_S)
    assert installation.doubled() == []


def test_an_emptied_redis_loses_nothing(installation: Installation, redis_server: RedisServer) -> None:
    """Redis loses all it holds while work is pending, and everything is worked on once."""
    with installation.held_up():
        installation.deliver(DELIVERIES)
        assert wait_until(lambda: bool(installation.claimants()))
        for priority in Priority:
            installation.application.job_queue.ring(priority)

        redis_server.flush()

        installation.deliver(DELIVERIES)
    assert wait_until(installation.is_done, limit_s=RECOVERY_S)
    assert installation.doubled() == []
