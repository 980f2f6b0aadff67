"""
PostgreSQL and Redis away, silent, slow or cut off (R6, R7), before the real processes of the product.

Whatever happens to a connection: what was acknowledged is there and is processed, everything else is
answered 503, and all is well again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Final

import attrs
import httpx2
import psycopg
import pytest

from openphone_crm.testing import FakeOpenPhone
from tests.integration.contract.installation import LEGACY_KEYS, STANDARD_KEYS, distributed
from tests.integration.contract.shop import WEBHOOK_PATH, Shop
from tests.integration.proxy import TcpProxy
from tests.integration.servers import PostgresqlServer, RedisServer, postgresql
from tests.integration.waiting import wait_until

KEYS: Final = f"{LEGACY_KEYS[0]} {STANDARD_KEYS[0]}"
ANSWER_LIMIT_S: Final = 60.0
RECOVERY_LIMIT_S: Final = 60.0
PACE_S: Final = 0.02
SOME: Final = 10
LATENCY_S: Final = 0.02

STORED: Final = "SELECT id::text, status FROM webhook_events"


@attrs.frozen(kw_only=True)
class Installation:
    """The product, with a proxy before each of the servers that it stands on."""

    shop: Shop
    server: PostgresqlServer
    database_url: str
    database: TcpProxy
    redis: TcpProxy
    acknowledged: set[str] = attrs.field(factory=set)

    def statuses(self) -> dict[str, str]:
        """Read what became of every event, behind everybody's back."""
        with psycopg.connect(self.database_url.replace("+psycopg", "")) as connection:
            return dict(connection.execute(STORED).fetchall())

    def works_on(self, events: Collection[str]) -> bool:
        """Wait until these events have been dealt with; tell whether they were."""
        return wait_until(lambda: self._has_worked_on(events), limit_s=RECOVERY_LIMIT_S)

    def _has_worked_on(self, events: Collection[str]) -> bool:
        statuses = self.statuses()
        return all(statuses[each] in {"processed", "ignored"} for each in events)

    def get(self, path: str) -> httpx2.Response:
        """Read a path with an operator's token, and with patience."""
        token = {"Authorization": f"Bearer {self.shop.tokens['operator']}"}
        return httpx2.get(f"{self.shop.base_url}{path}", headers=token, timeout=ANSWER_LIMIT_S)

    def is_ready(self) -> bool:
        """Tell whether the server says that it can serve."""
        return self.get("/readyz").status_code == httpx2.codes.OK


@attrs.define
class Traffic:
    """Deliveries, one after the other, and what they were answered."""

    url: str
    answers: list[httpx2.Response] = attrs.field(factory=list)
    _shop: FakeOpenPhone = attrs.field(
        init=False, factory=lambda: FakeOpenPhone(KEYS, start=datetime.now(UTC))
    )

    def run(self, should_stop: Event) -> None:
        """Post until told to stop."""
        while not should_stop.wait(PACE_S):
            self.post()

    def post(self) -> None:
        """Post one delivery."""
        [delivery] = self._shop.take(1, datetime.now(UTC))
        headers = delivery.headers
        self.answers.append(
            httpx2.post(self.url, content=delivery.body, headers=headers, timeout=ANSWER_LIMIT_S)
        )

    def with_status(self, status: int) -> list[httpx2.Response]:
        """Give the answers of one status."""
        return [answer for answer in self.answers if answer.status_code == status]

    def acknowledged(self) -> set[str]:
        """Give the ids of what was acknowledged until now."""
        return {answer.json()["id"] for answer in self.with_status(httpx2.codes.OK)}

    def goes_on(self, status: int = httpx2.codes.OK) -> bool:
        """Wait for some more answers of a status; tell whether they came."""
        wanted = len(self.with_status(status)) + SOME
        return wait_until(lambda: len(self.with_status(status)) >= wanted, limit_s=ANSWER_LIMIT_S)


@pytest.fixture(scope="module")
def installation(redis_server: RedisServer) -> Iterator[Installation]:
    """Lend the product, on a PostgreSQL that may be killed, wherever the other tests find theirs."""
    redis_server.start()
    redis_server.flush()
    with ExitStack() as stack:
        server = stack.enter_context(postgresql())
        database_url = server.fresh_database()
        database = stack.enter_context(TcpProxy.before(database_url))
        redis = stack.enter_context(TcpProxy.before(redis_server.url))
        shop = stack.enter_context(distributed(database_url=database.url, redis_url=redis.url))
        lent = Installation(
            shop=shop, server=server, database_url=database_url, database=database, redis=redis
        )
        yield lent
        # Once for all tests: what a broken connection left claimed waits until its lease has run out.
        assert lent.works_on(lent.acknowledged)


@pytest.fixture(autouse=True)
def healed(installation: Installation) -> Iterator[None]:
    """Leave everything well, whatever a test that failed has left."""
    yield
    installation.server.start()
    installation.database.pass_on()
    installation.redis.pass_on()
    assert wait_until(installation.is_ready)


@pytest.fixture
def traffic(installation: Installation) -> Iterator[Traffic]:
    """Let deliveries come in during a test; then see that every answer was right, and nothing is lost."""
    traffic, stopping = Traffic(f"{installation.shop.base_url}{WEBHOOK_PATH}"), Event()
    thread = Thread(target=traffic.run, args=(stopping,))
    thread.start()
    try:
        assert traffic.goes_on()
        yield traffic
    finally:
        stopping.set()
        thread.join(ANSWER_LIMIT_S)
    assert {answer.status_code for answer in traffic.answers} <= {200, 503}
    for answer in traffic.with_status(503):
        assert_says_when_to_come_back(answer)
    assert traffic.acknowledged() <= installation.statuses().keys()
    installation.acknowledged.update(traffic.acknowledged())


def assert_says_when_to_come_back(answer: httpx2.Response) -> None:
    """See that an answer says that the product is unavailable, as the contract has it."""
    assert answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == httpx2.codes.SERVICE_UNAVAILABLE


def be_silent(proxy: TcpProxy) -> None:
    """Let a server take everything and answer nothing."""
    proxy.stall()


def be_away(proxy: TcpProxy) -> None:
    """Let a server be gone."""
    proxy.refuse()
    proxy.cut()


def test_a_killed_database_loses_nothing_acknowledged(installation: Installation, traffic: Traffic) -> None:
    """While PostgreSQL is away deliveries are answered 503; after its return they are taken in again."""
    installation.server.kill()
    assert all(traffic.goes_on(503) for _ in range(5))

    installation.server.start()

    assert traffic.goes_on()


def test_a_silent_database_is_answered_for(installation: Installation, traffic: Traffic) -> None:
    """Whatever needs a database that never answers is answered 503, and works again without a restart."""
    installation.database.stall()
    needing = ["/readyz", "/api/v1/conversations", "/api/v1/webhook-events"]
    with ThreadPoolExecutor(len(needing)) as threads:
        answers = list(threads.map(installation.get, needing))
    # A delivery that waits for the database is answered a little later than those who only asked.
    assert wait_until(lambda: bool(traffic.with_status(503)), limit_s=ANSWER_LIMIT_S)
    assert installation.get("/healthz").status_code == httpx2.codes.OK

    installation.database.pass_on()

    for answer in answers:
        assert_says_when_to_come_back(answer)
    assert wait_until(installation.is_ready)
    assert traffic.goes_on()


@pytest.mark.parametrize("accident", [TcpProxy.cut, TcpProxy.reset])
def test_broken_connections_to_the_database_are_replaced(
    installation: Installation, traffic: Traffic, accident: Callable[[TcpProxy], None]
) -> None:
    """Connections that end or break under way take nothing with them, and new ones are made."""
    for _ in range(3):
        accident(installation.database)

        assert traffic.goes_on()


def test_a_slow_database_only_costs_time(installation: Installation, traffic: Traffic) -> None:
    """With a database far away everything is acknowledged and processed."""
    installation.database.slow(LATENCY_S)

    assert traffic.goes_on()
    assert installation.works_on(traffic.acknowledged())
    assert traffic.with_status(503) == []


@pytest.mark.parametrize("accident", [be_silent, be_away])
def test_no_bell_is_needed(
    installation: Installation, traffic: Traffic, accident: Callable[[TcpProxy], None]
) -> None:
    """With Redis silent or away everything is acknowledged and processed, then and afterwards."""
    accident(installation.redis)

    assert traffic.goes_on()
    assert installation.works_on(traffic.acknowledged())
    installation.redis.pass_on()
    assert traffic.goes_on()
    assert traffic.with_status(503) == []
