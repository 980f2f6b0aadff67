"""Who may do what, and what everybody else is told."""

from __future__ import annotations

import pytest

from tests.integration.contract.installation import FRIENDLY_ORIGIN
from tests.integration.contract.legacy import app_text
from tests.integration.contract.numbers import Numbers
from tests.integration.contract.shop import Shop

UNKNOWN = "00000000-0000-4000-8000-000000000000"
READABLE = (
    "conversations",
    "contacts",
    "calls",
    "approvals",
    "extractions",
    "extractions/sample",
    "notes",
    "webhook-events",
    "failures",
    "alerts",
    "changes",
)
UNSAFE = [
    ("POST", "conversations/{}/read"),
    ("POST", "contacts"),
    ("PATCH", "contacts/{}"),
    ("POST", "contacts/{}/approvals/approve"),
    ("POST", "approvals/{}/approve"),
    ("POST", "approvals/{}/reject"),
    ("POST", "extractions/{}/review"),
    ("POST", "notes/{}/done"),
]


@pytest.mark.parametrize("path", READABLE)
@pytest.mark.parametrize(
    "authorization", [None, "Bearer wrong", "Bearer", "Basic YTpi", "Bearer \xe9", "Token {}"]
)
def test_no_token_is_no_access(shop: Shop, path: str, authorization: str | None) -> None:
    """Without a token, or with one that is none, everything is 401."""
    written = None if authorization is None else authorization.format(shop.tokens["admin"])
    headers = {} if written is None else {"Authorization": written.encode("latin-1")}

    response = shop.get(path, role=None, headers=headers)  # type: ignore[arg-type]  # httpx2 takes bytes too

    assert response.status_code == 401
    assert response.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("role", ["viewer", "operator", "admin"])
def test_every_role_reads(shop: Shop, role: str) -> None:
    """Each role reads all lists."""
    assert {shop.get(path, role=role).status_code for path in READABLE} == {200}


@pytest.mark.parametrize(("method", "path"), UNSAFE)
def test_a_viewer_changes_nothing(shop: Shop, numbers: Numbers, method: str, path: str) -> None:
    """A viewer is 403 for every unsafe method, whether or not there is such a thing."""
    shop.receive(app_text(numbers))
    conversation = shop.conversation(numbers)
    known = conversation["id"] if "conversations" in path else conversation["contact"]["id"]

    for id_ in (known, UNKNOWN):
        response = shop.send(method, path.format(id_), role="viewer", json={"name": "Ann"})
        assert response.status_code == 403
        assert response.headers["content-type"].startswith("application/problem+json")


def test_payloads_are_not_for_viewers(shop: Shop, numbers: Numbers) -> None:
    """An operator and an admin see what was sent, a viewer sees the row without it."""
    (id_,) = shop.receive(app_text(numbers, "secret words"))

    seen = {role: shop.get(f"webhook-events/{id_}", role=role) for role in shop.tokens}

    assert "payload" not in seen["viewer"].json()
    assert "secret words" not in seen["viewer"].text
    assert "attempts" in seen["viewer"].json()
    assert "secret words" in str(seen["operator"].json()["payload"])
    assert "secret words" in str(seen["admin"].json()["payload"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "conversations"),
        ("PUT", "contacts"),
        ("POST", "calls"),
        ("POST", "webhook-events"),
        ("PUT", f"conversations/{UNKNOWN}/timeline"),
        ("GET", f"conversations/{UNKNOWN}/read"),
    ],
)
def test_methods_that_a_path_has_not_are_refused(shop: Shop, method: str, path: str) -> None:
    """A known path with another method is 405, a problem document."""
    response = shop.send(method, path)

    assert response.status_code == 405
    assert response.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "conversations/x/nothing",
        f"webhook-events/{UNKNOWN}",
        "webhook-events/x",
        f"recordings/{UNKNOWN}/audio",
        f"media/{UNKNOWN}",
    ],
)
def test_what_is_not_there_is_not_found(shop: Shop, path: str) -> None:
    """An unknown path or id is 404, a problem document."""
    response = shop.get(path)

    assert response.status_code == 404
    assert response.headers["content-type"].startswith("application/problem+json")
    assert response.json()["status"] == 404


def test_a_friendly_origin_may_call(shop: Shop) -> None:
    """An allowed origin may read answers and the headers that polling needs."""
    response = shop.get("conversations", headers={"Origin": FRIENDLY_ORIGIN})

    assert response.headers["access-control-allow-origin"] == FRIENDLY_ORIGIN
    exposed = {name.strip().lower() for name in response.headers["access-control-expose-headers"].split(",")}
    assert exposed >= {"link", "etag", "x-poll-interval", "location"}


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_a_friendly_origin_may_ask_first(shop: Shop, method: str) -> None:
    """A browser's preflight request, which has no token, is allowed."""
    asked = {
        "Origin": FRIENDLY_ORIGIN,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,if-none-match",
    }
    path = "contacts" if method != "PATCH" else f"contacts/{UNKNOWN}"

    response = shop.send("OPTIONS", path, role=None, headers=asked)

    assert response.is_success
    assert response.headers["access-control-allow-origin"] == FRIENDLY_ORIGIN
    allowed = response.headers["access-control-allow-headers"].lower()
    assert allowed == "*" or {"authorization", "content-type"} <= set(allowed.replace(" ", "").split(","))
    assert method in response.headers["access-control-allow-methods"]


def test_another_origin_may_not_call(shop: Shop) -> None:
    """An origin that was not named gets no permission."""
    for origin in ("https://evil.example", "null", FRIENDLY_ORIGIN + ".evil.example", "http://store.example"):
        response = shop.get("conversations", headers={"Origin": origin})
        assert response.headers.get("access-control-allow-origin") not in (origin, "*")


def test_refusals_can_be_read_by_a_friendly_origin(shop: Shop) -> None:
    """A page of an allowed origin can read that it has no access."""
    response = shop.get("conversations", role=None, headers={"Origin": FRIENDLY_ORIGIN})

    assert response.status_code == 401
    assert response.headers["access-control-allow-origin"] == FRIENDLY_ORIGIN
