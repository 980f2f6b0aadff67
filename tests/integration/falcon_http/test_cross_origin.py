"""Pages of the named origins may call the API, and nobody else's."""

from __future__ import annotations

import pytest

from tests.integration.falcon_http.world import ORIGIN, WEBHOOK, World, make_world

PREFLIGHT = {
    "Access-Control-Request-Method": "PATCH",
    "Access-Control-Request-Headers": "authorization, if-match",
}


def test_a_preflight_needs_no_token(world: World) -> None:
    """A browser asks first, without the token, and is told the methods and headers."""
    answer = world.send("OPTIONS", "/api/v1/contacts/x", headers={"Origin": ORIGIN, **PREFLIGHT})

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    for name in ("Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key"):
        assert name in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("role", ["viewer", None])
def test_a_named_origin_reads_every_answer(world: World, role: str | None) -> None:
    """A page may read the answer and its headers, also when it is a 401."""
    answer = world.get("contacts", role=role, headers={"Origin": ORIGIN})

    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert answer.headers["access-control-expose-headers"] == "Link, ETag, X-Poll-Interval, Location"
    assert answer.headers["vary"] == "Origin, Authorization, Cookie"


@pytest.mark.parametrize(
    "origin", ["https://other.example", "null", f"{ORIGIN}.evil", "http://shop.example", ""]
)
def test_other_origins_hear_nothing(world: World, origin: str) -> None:
    """For an origin that is not named there is no such header, and no preflight."""
    headers = {"Origin": origin}

    answers = [
        world.get("contacts", headers=headers),
        world.send("OPTIONS", "/api/v1/contacts", headers={**headers, **PREFLIGHT}),
    ]

    assert [answer.status_code for answer in answers] == [200, 401]
    assert not any(name.startswith("access-control") for answer in answers for name in answer.headers)


def test_webhooks_are_not_for_pages(world: World) -> None:
    """Outside the API no origin is allowed anything."""
    answer = world.send("OPTIONS", WEBHOOK, headers={"Origin": ORIGIN, **PREFLIGHT})

    assert not any(name.startswith("access-control") for name in answer.headers)


def test_without_origins_there_is_no_such_header() -> None:
    """When no origin is named, an answer does not depend on it."""
    world = make_world(cors_origins=frozenset())

    answer = world.get("contacts", headers={"Origin": ORIGIN})

    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "Authorization, Cookie"
