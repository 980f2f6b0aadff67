"""Who is let in, and how fast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.testing.openphone_api import ApiRequest
from tests.unit.testing.openphone_api.asking import NOW, Client

PROBES = ["/v1/phone-numbers", "/phone-numbers"]


@pytest.mark.parametrize("target", PROBES)
def test_the_raw_key_opens(client: Client, target: str) -> None:
    """The key alone is the header."""
    assert client.status(target) == 200


@pytest.mark.parametrize("target", PROBES)
def test_no_bearer(client: Client, target: str) -> None:
    """A key with `Bearer` before it is none."""
    response = client.ask("GET", target, Authorization=f"Bearer {client.fake.key}")

    assert response.status == 401


def test_each_surface_refuses_a_key_in_its_own_words(client: Client) -> None:
    """The gateway before v1 has a body of its own; 2026-03-30 has its usual one."""
    old, new = (client.ask("GET", target, Authorization="another").document for target in PROBES)

    assert (old["error"].keys(), old["error"]["key"]) == ({"message", "key", "trace"}, "Unauthorized")
    assert (new.keys(), new["title"]) == ({"title", "message", "docs", "trace"}, "Unauthorized")


def test_the_version_is_looked_at_before_the_key(client: Client) -> None:
    """Without the version header even a wrong key is answered 400."""
    response = client.fake.handle(ApiRequest(method="GET", target="/calls"), NOW)

    assert response.status == 400
    assert "Supported versions: 2026-03-30" in response.document["message"]


def test_v1_wants_no_version(client: Client) -> None:
    """The older surface is told by its path."""
    headers = {"authorization": client.fake.key}

    assert client.fake.handle(ApiRequest(method="GET", target=PROBES[0], headers=headers), NOW).status == 200


def test_a_workspace_with_v1_only(client: Client) -> None:
    """Where there is only v1, every other path is unknown."""
    client.fake.has_dated_surface = False

    assert [client.status(target) for target in PROBES] == [200, 404]


@pytest.mark.parametrize("target", ["/v1/nothing", "/nothing", "/v1", "/"])
def test_an_unknown_path(client: Client, target: str) -> None:
    """What there is not is 404."""
    assert client.status(target) == 404


def test_ten_requests_in_any_second(client: Client) -> None:
    """The eleventh within a second is refused, wherever the second begins; a refused one does not count."""
    request = ApiRequest(method="GET", target=PROBES[0], headers={"Authorization": client.fake.key})
    moments = [*(0.6 + each / 20 for each in range(10)), 1.15, 1.59, 1.61]

    answers = [client.fake.handle(request, NOW + timedelta(seconds=after)).status for after in moments]

    assert answers == [*[200] * 10, 429, 429, 200]
    assert client.fake.busiest_second() == 12


def test_no_limit_at_all(client: Client) -> None:
    """A fake without a limit lets everybody through."""
    fake = type(client.fake)(requests_a_second=None)
    request = ApiRequest(method="GET", target=PROBES[0], headers={"Authorization": fake.key})

    assert {fake.handle(request, NOW).status for _ in range(50)} == {200}


def test_every_request_is_remembered(client: Client) -> None:
    """A request is remembered with its moment, its query, its headers and its answer."""
    client.ask("GET", "/calls?limit=51", X_Trace="7")

    [seen] = client.fake.requests
    assert (seen.method, seen.path, seen.query, seen.status) == ("GET", "/calls", "limit=51", 400)
    assert (seen.at, seen.headers["X-Trace"]) == (client.now, "7")
