"""`/metrics` tells this machine, and whoever has the token, how everything is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping

import attrs
import httpx2
import pytest

from adapters.falcon_http import create_app
from adapters.falcon_http.metrics import Counts, resource
from adapters.metrics import PrometheusMetrics, Scrape
from openphone_crm.errors import UnavailableError
from openphone_crm.testing import events
from tests.integration.falcon_http.world import World, make_world
from tests.integration.scrapes import samples_of

TOKEN = "metrics-secret"
ELSEWHERE = "192.0.2.7"
HERE = ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1")
PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
GOOD = {"Authorization": f"Bearer {TOKEN}"}


@attrs.frozen
class AwayMetrics:
    """Metrics whose database is away, or silent."""

    inner: PrometheusMetrics
    ask: Callable[[], object]

    @property
    def counts(self) -> Counts:
        """Count as always."""
        return self.inner.counts

    def scrape(self, _: str) -> Scrape:
        """Ask the database, and fail."""
        self.ask()
        raise UnavailableError("database", "gone")

    def scrape_without_database(self, accept: str) -> Scrape:
        """Tell what needs none."""
        return self.inner.scrape_without_database(accept)


@pytest.mark.parametrize("peer", HERE)
def test_this_machine_needs_no_token(world: World, peer: str) -> None:
    """Whoever connects from a loopback address is told, in the format of Prometheus."""
    answer = ask(world, peer)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert samples_of(answer.text)['openphone_crm_up{part="database"}'] == 1


@pytest.mark.parametrize("peer", [*HERE, ELSEWHERE, None])
def test_the_token_opens_it_from_everywhere(peer: str | None) -> None:
    """With the token it does not matter from where the connection comes."""
    answer = ask(make_world(metrics_token=TOKEN), peer, headers={**GOOD, "X-Forwarded-For": "192.0.2.9"})

    assert answer.status_code == 200


@pytest.mark.parametrize("header", PROXY_HEADERS)
def test_a_proxy_on_this_machine_is_not_this_machine(header: str) -> None:
    """Behind a proxy everybody comes from loopback: whoever is passed on needs the token."""
    answer = ask(make_world(metrics_token=TOKEN), "127.0.0.1", headers={header: "127.0.0.1"})

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_without_the_token_nobody_else_is_told(sent: str) -> None:
    """A token that is missing or wrong is 401, and the answer says which setting holds the right one."""
    answer = ask(make_world(metrics_token=TOKEN), ELSEWHERE, headers={"Authorization": sent})

    assert answer.status_code == 401
    assert "CRM_METRICS_TOKEN" in answer.json()["detail"]
    assert TOKEN not in answer.text


@pytest.mark.parametrize("peer", [ELSEWHERE, None])
def test_where_there_is_no_token_others_are_forbidden(world: World, peer: str | None) -> None:
    """Without the setting no token opens it: 403 says what to set. A Unix socket has no address at all."""
    answer = ask(world, peer, headers={"Authorization": "Bearer "})

    assert answer.status_code == 403
    assert "CRM_METRICS_TOKEN" in answer.json()["detail"]


def test_head_is_answered_without_a_body(world: World) -> None:
    """HEAD has the headers of GET."""
    answer = ask(world, "127.0.0.1", method="HEAD")

    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["content-type"].startswith("text/plain")


def test_other_methods_are_refused(world: World) -> None:
    """Nothing can be posted there."""
    assert ask(world, "127.0.0.1", method="POST").status_code == 405


def test_openmetrics_is_told_when_asked_for(world: World) -> None:
    """The newer format is sent to whoever accepts it."""
    answer = ask(world, "127.0.0.1", headers={"Accept": "application/openmetrics-text; version=1.0.0"})

    assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert answer.text.endswith("# EOF\n")


def test_what_was_answered_is_counted(world: World) -> None:
    """Requests are counted by their route, so that no id, number or unknown path gets into a label."""
    world.happens(events.message_received())
    (conversation,) = world.get("conversations").json()
    for path in (f"conversations/{conversation['id']}", "conversations/nobody", "no/such/path"):
        world.get(path)

    told = ask(world, "127.0.0.1").text

    route = 'openphone_crm_http_requests_total{method="GET",route="/api/v1/conversations/{conversation_id}"'
    samples = samples_of(told)
    assert (samples[f'{route},status="2xx"}}'], samples[f'{route},status="4xx"}}']) == (1, 1)
    assert samples['openphone_crm_http_request_duration_seconds_count{route="/webhooks/openphone"}'] == 1
    assert samples["openphone_crm_commit_webhooks_sum"] == 1
    assert samples["openphone_crm_processing_duration_seconds_count"] == 1
    assert [private for private in (conversation["id"], "nobody", "such", "+1") if private in told] == []


def test_without_the_database_the_rest_is_told(world: World) -> None:
    """A scrape is answered all the same, and says that the database is away."""
    away = create_app(attrs.evolve(world.parts, metrics=AwayMetrics(_metrics(world), lambda: None)))
    broken = attrs.evolve(world, app=away)
    broken.send("GET", "/healthz")

    answer = ask(broken, "127.0.0.1")

    samples = samples_of(answer.text)
    assert answer.status_code == 200
    assert samples['openphone_crm_up{part="database"}'] == 0
    assert samples['openphone_crm_http_requests_total{method="GET",route="/healthz",status="2xx"}'] == 1


def test_a_silent_database_silences_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch, silence: threading.Event
) -> None:
    """Each scrape is answered in time, also while an earlier one still waits for the database."""
    monkeypatch.setattr(resource, "PATIENCE_S", 0.05)
    silent = AwayMetrics(_metrics(world), lambda: silence.wait(30))
    app = create_app(attrs.evolve(world.parts, metrics=silent))

    answers = [ask(attrs.evolve(world, app=app), "127.0.0.1") for _ in range(3)]

    told = [samples_of(answer.text)['openphone_crm_up{part="database"}'] for answer in answers]
    assert told == [0, 0, 0]


@pytest.fixture
def silence() -> Iterator[threading.Event]:
    """Give what a silent database waits for; it comes when the test is over."""
    over = threading.Event()
    yield over
    over.set()


def ask(
    world: World, peer: str | None, *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> httpx2.Response:
    """Ask for the figures from an address; None is that of a Unix socket."""

    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        await world.app({**scope, "client": None if peer is None else (peer, 5)}, receive, send)  # type: ignore[arg-type]

    async def exchange() -> httpx2.Response:
        transport = httpx2.ASGITransport(app)  # type: ignore[arg-type] # dict and mapping
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, "/metrics", headers=headers)

    return asyncio.run(exchange())


def _metrics(world: World) -> PrometheusMetrics:
    metrics = world.parts.metrics
    assert isinstance(metrics, PrometheusMetrics)
    return metrics
