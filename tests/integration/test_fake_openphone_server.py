"""The HTTP shell of the fake OpenPhone sends what the fake wants, true or false."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from adapters.fake_openphone import OpenPhoneServer
from openphone_crm.testing import events
from openphone_crm.testing.happenings import NOON, Media
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Fault, MediaFault
from tests.integration.waiting import wait_until

CALL = events.answered(talks=42)
NUMBERS = "/v1/phone-numbers"


@pytest.fixture
def server() -> Iterator[OpenPhoneServer]:
    """Serve a shop with a recorded call and a picture."""
    fake = FakeOpenPhoneApi(slowness_s=30)
    fake.workspace.learn(events.call_recording_completed(CALL))
    fake.workspace.learn(events.message_received(media=(Media(),)))
    with OpenPhoneServer(fake) as server:
        yield server


@pytest.fixture
def client(server: OpenPhoneServer) -> Iterator[httpx2.Client]:
    """Lend a client with the key."""
    headers = {"Authorization": server.fake.key, "Quo-Api-Version": "2026-03-30"}
    with httpx2.Client(base_url=server.url, headers=headers, timeout=5) as client:
        yield client


@pytest.fixture
def recording(client: httpx2.Client) -> str:
    """Ask where the recording lies."""
    url: str = client.get(f"/v1/call-recordings/{CALL.id}").json()["data"][0]["url"]
    return url


def test_both_surfaces_answer(client: httpx2.Client) -> None:
    """Requests of every method reach the fake with their query, headers and body."""
    made = client.post("/webhooks", json={"url": "https://crm.example", "events": ["call.completed"]})
    path = f"/webhooks/{made.json()['data']['id']}"

    answers = [
        client.get(NUMBERS),
        client.get("/calls", params={"limit": 1, "createdAt[gte]": "2026-04-13T00:00:00Z"}),
        client.patch(path, json={"status": "disabled"}),
        client.delete(path),
        client.get("/calls", headers={"Authorization": f"Bearer {CALL.id}"}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 204, 401]
    assert answers[1].json()["data"][0]["id"] == CALL.id
    assert answers[0].headers["content-type"].startswith("application/json")


def test_a_storm_is_counted() -> None:
    """Of many requests at one moment ten are let through, and all are remembered."""
    fake = FakeOpenPhoneApi()
    headers = {"Authorization": fake.key}

    with OpenPhoneServer(fake, now=lambda: NOON) as server, ThreadPoolExecutor(16) as threads:
        url = f"{server.url}{NUMBERS}"
        answers = list(threads.map(lambda _: httpx2.get(url, headers=headers), range(16)))

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [*[200] * 10, *[429] * 6]
    assert fake.busiest_second() == 16


def test_media_are_served_without_a_key(server: OpenPhoneServer, recording: str) -> None:
    """The URL that the API shows leads here, with the right type, and in parts for whoever wants that."""
    whole = httpx2.get(recording)
    part = httpx2.get(recording, headers={"Range": "bytes=0-95"})

    assert recording.startswith(f"{server.media_url}/")
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/mpeg")
    assert whole.content == server.fake.media(recording)
    assert (part.status_code, part.content) == (206, whole.content[:96])
    assert [seen.headers.get("Authorization") for seen in server.fake.media_requests] == [None, None]


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.HANGING_UP])
def test_a_broken_answer(server: OpenPhoneServer, client: httpx2.Client, fault: Fault) -> None:
    """A body that ends too early, or no answer at all, is what a client sees of it."""
    server.fake.fail(fault)

    with pytest.raises(httpx2.RemoteProtocolError):
        client.get(NUMBERS)

    assert client.get(NUMBERS).status_code == 200


def test_a_slow_answer(server: OpenPhoneServer, client: httpx2.Client) -> None:
    """Whoever does not wait for it goes without, and nobody else has to wait."""
    server.fake.fail(Fault.SLOW)

    with pytest.raises(httpx2.ReadTimeout):
        client.get(NUMBERS, timeout=0.2)

    assert client.get(NUMBERS).status_code == 200


def test_a_truncated_file(server: OpenPhoneServer, recording: str) -> None:
    """The connection ends before the length that was announced."""
    server.fake.fail_media(MediaFault.TRUNCATED)

    with pytest.raises(httpx2.RemoteProtocolError):
        httpx2.get(recording)


def test_five_gigabytes(server: OpenPhoneServer, recording: str) -> None:
    """They are announced, and whoever reads gets on and on."""
    server.fake.fail_media(MediaFault.HUGE)

    with httpx2.stream("GET", recording) as response:
        chunks = response.iter_raw(65_536)
        read = sum(len(next(chunks)) for _ in range(64))

    assert response.headers["content-length"] == str(5 * 1024**3)
    assert read > 1_000_000


def test_an_endless_file(server: OpenPhoneServer, recording: str) -> None:
    """No length is announced, and bytes go on to come."""
    server.fake.media_host.pause_s = 0.01
    server.fake.fail_media(MediaFault.ENDLESS)

    with httpx2.stream("GET", recording) as response:
        chunks = response.iter_raw(1024)
        read = [len(next(chunks)) for _ in range(3)]

    assert "content-length" not in response.headers
    assert read == [1024] * 3


def test_a_redirect(server: OpenPhoneServer, recording: str) -> None:
    """Whoever asks is sent where the test says."""
    server.fake.fail_media(MediaFault.REDIRECTING, redirect_to="http://169.254.169.254/")

    response = httpx2.get(recording, follow_redirects=False)

    assert (response.status_code, response.headers["location"]) == (302, "http://169.254.169.254/")


def test_nobody_waits_for_a_server_that_stops() -> None:
    """A slow answer does not hold up the end of the block."""
    fake = FakeOpenPhoneApi(slowness_s=300)
    fake.fail(Fault.SLOW)

    with ThreadPoolExecutor(1) as thread, OpenPhoneServer(fake) as server:
        url, headers = f"{server.url}{NUMBERS}", {"Authorization": fake.key}
        answer = thread.submit(httpx2.get, url, headers=headers, timeout=60)
        has_arrived = wait_until(lambda: bool(fake.requests))

    assert has_arrived
    assert answer.result().status_code == 200
