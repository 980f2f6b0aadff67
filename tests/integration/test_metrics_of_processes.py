"""Counters are right with several processes, and never go back, whichever is asked and whichever dies."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException

import attrs
import psutil
import pytest

from benchmarks.line import request_of
from benchmarks.load import Load, put
from benchmarks.traffic import KEYS, texts
from openphone_crm.testing import SignedDelivery
from tests.integration.processes import answers, entry_point, running
from tests.integration.scrapes import counters_of, samples_of
from tests.integration.server_process import free_port
from tests.integration.servers import PostgresqlServer, RedisServer
from tests.integration.waiting import wait_until

HOST = "127.0.0.1"
POSTS = 600
POSTS_WHILE_KILLING = 200
SENDERS = 4
POSTED = 'openphone_crm_http_request_duration_seconds_count{route="/webhooks/openphone"}'
QUEUED = 'openphone_crm_webhook_deliveries_total{outcome="queued"}'
COMMITTED = "openphone_crm_commit_webhooks_sum"


@attrs.frozen
class Serving:
    """A server with two processes."""

    port: int
    arbiter: psutil.Process

    def workers(self) -> list[psutil.Process]:
        """Those who answer."""
        return self.arbiter.children()

    def scrape(self) -> str:
        """Ask whoever takes the connection."""
        with urllib.request.urlopen(f"http://{HOST}:{self.port}/metrics", timeout=10) as answer:
            text: str = answer.read().decode()
        return text

    def counted(self, sample: str) -> float:
        """Ask for one sample; what never happened may have none."""
        return samples_of(self.scrape()).get(sample, 0)

    def kill_a_worker(self) -> None:
        """End one process without a chance to say anything, and wait until another has taken its place."""
        before = {worker.pid for worker in self.workers()}
        self.workers()[0].kill()
        assert wait_until(lambda: len({worker.pid for worker in self.workers()} - before) == 1)
        assert wait_until(lambda: answers(f"{HOST}:{self.port}", "/healthz"))

    def load(self, deliveries: Sequence[SignedDelivery]) -> int:
        """Post all as fast as they are taken; give how many were answered 200."""
        requests = [request_of(delivery, f"{HOST}:{self.port}") for delivery in deliveries]
        return put(Load(host=HOST, port=self.port, requests=requests, lines=8)).statuses["200"]


class Scraping:
    """Scrapes as long as it is used, and keeps what went back."""

    def __init__(self, serving: Serving) -> None:
        """Begin at zero."""
        self._serving = serving
        self._is_over = threading.Event()
        self._highest: dict[str, float] = {}
        self.scrapes = 0
        self.went_back: list[str] = []

    def run(self) -> None:
        """Scrape until it is over; a process that is just being killed may cut a scrape short."""
        while not self._is_over.wait(0.1):
            try:
                counters = counters_of(self._serving.scrape())
            except (OSError, HTTPException):
                continue
            self._compare(counters)

    def end(self) -> None:
        """Scrape no more."""
        self._is_over.set()

    def _compare(self, counters: Mapping[str, float]) -> None:
        self.scrapes += 1
        missing = self._highest.keys() - counters.keys()
        lower = {name for name, value in counters.items() if value < self._highest.get(name, 0)}
        self.went_back.extend(sorted(missing | lower))
        self._highest.update(counters)


@pytest.fixture(scope="module")
def serving(
    postgresql_server: PostgresqlServer, migrated_database: str, redis_server: RedisServer
) -> Iterator[Serving]:
    """Serve with two processes; nobody works on what they are sent."""
    redis_server.start()
    url = postgresql_server.fresh_database(like=migrated_database)
    settings = {"CRM_DATABASE_URL": url, "CRM_REDIS_URL": redis_server.url, "CRM_WEBHOOK_KEYS": KEYS}
    port = free_port()
    serve = entry_point("serve", "--bind", f"{HOST}:{port}")
    with running(serve, settings, ready=lambda: answers(f"{HOST}:{port}", "/readyz")) as process:
        serving = Serving(port, psutil.Process(process.pid))
        assert wait_until(lambda: len(serving.workers()) == 2)
        yield serving
    postgresql_server.drop_database(url)


@pytest.fixture
def scraping(serving: Serving) -> Iterator[Scraping]:
    """Scrape beside a test."""
    scraping = Scraping(serving)
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(scraping.run)
        yield scraping
        scraping.end()
        running.result()


def test_every_post_is_counted_once(serving: Serving, scraping: Scraping) -> None:
    """Under load, and over the death of every process, counters only rise, up to what was posted."""
    before = [serving.counted(name) for name in (POSTED, QUEUED, COMMITTED)]
    answered = serving.load(texts(0, POSTS))
    for _ in range(2):
        serving.kill_a_worker()

    answered += serving.load(texts(POSTS, POSTS))

    assert answered == 2 * POSTS
    scraping.end()
    assert scraping.went_back == []
    assert scraping.scrapes > 10
    after = [serving.counted(name) for name in (POSTED, QUEUED, COMMITTED)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [2 * POSTS] * 3


def test_a_process_killed_under_load_takes_no_count_along(serving: Serving, scraping: Scraping) -> None:
    """Killed while it answers, a process leaves all that it has answered, and nothing twice."""
    before = serving.counted(POSTED)
    deliveries = iter(texts(10 * POSTS, POSTS_WHILE_KILLING))
    with ThreadPoolExecutor(SENDERS) as senders:
        sending = [senders.submit(send, serving.port, deliveries) for _ in range(SENDERS)]
        serving.kill_a_worker()
        sent = [future.result() for future in sending]

    scraping.end()

    answered, tried = (sum(column) for column in zip(*sent, strict=True))
    assert scraping.went_back == []
    assert answered == POSTS_WHILE_KILLING
    assert answered <= serving.counted(POSTED) - before <= tried


def test_the_figures_of_the_database_are_told_by_all(serving: Serving) -> None:
    """Whichever process is asked, what the database knows is the same."""
    told = {
        tuple(line for line in serving.scrape().splitlines() if line.startswith("openphone_crm_queue_depth"))
        for _ in range(8)
    }

    assert len(told) == 1


def send(port: int, deliveries: Iterator[SignedDelivery]) -> tuple[int, int]:
    """Post each until it is answered; give how many there were, and how often they were posted."""
    answered = tried = 0
    for delivery in deliveries:
        is_answered = False
        while not is_answered:
            tried += 1
            is_answered = _post(port, delivery)
        answered += 1
    return answered, tried


def _post(port: int, delivery: SignedDelivery) -> bool:
    connection = HTTPConnection(HOST, port, timeout=15)
    try:
        connection.request("POST", "/webhooks/openphone", delivery.body, dict(delivery.headers))
        return connection.getresponse().read() != b""
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
