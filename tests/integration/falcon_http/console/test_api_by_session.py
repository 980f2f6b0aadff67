"""The API by the console's session: reading just works, acting needs the token of a page."""

from __future__ import annotations

import pytest

from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World

CONTACTS = "/api/v1/contacts"


def test_a_page_reads_the_api(visitor: Visitor) -> None:
    """A script or a player of a page needs nothing but the session."""
    answer = visitor.get(CONTACTS)

    assert (answer.status_code, answer.json()) == (200, [])
    assert "Cookie" in answer.headers["vary"]


def test_a_page_acts_with_its_token(visitor: Visitor) -> None:
    """With what only our pages know, the API does what it does for a token."""
    headers = {"X-CSRF-Token": visitor.csrf}

    answer = visitor.send("POST", CONTACTS, headers=headers, json={"name": "Ann"})

    assert answer.status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": "ours", "Sec-Fetch-Site": "cross-site"},
        {"X-CSRF-Token": "ours", "Origin": "https://evil.example"},
        {"X-CSRF-Token": "ours", "Origin": "http://["},
    ],
)
def test_nobody_else_acts(visitor: Visitor, headers: dict[str, str]) -> None:
    """By session alone nothing is done, nor for a page of another site."""
    sent = {name: visitor.csrf if text == "ours" else text for name, text in headers.items()}

    answer = visitor.send("POST", CONTACTS, headers=sent, json={"name": "Ann"})

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert visitor.get(CONTACTS).json() == []


def test_a_token_wins(world: World, visitor: Visitor) -> None:
    """Where a token is sent, the session is not looked at, for good or bad."""
    tokens = ("admin-secret", "viewer-secret", "wrong")

    statuses = [
        visitor.send(
            "POST", CONTACTS, headers={"Authorization": f"Bearer {token}"}, json={"name": token}
        ).status_code
        for token in tokens
    ]

    assert statuses == [201, 403, 401]
    assert len(world.get("contacts").json()) == 1


def test_the_password_of_a_proxy_is_no_token(visitor: Visitor) -> None:
    """A browser shows a proxy's password with each request: the session counts, and acts no easier for it."""
    headers = {"Authorization": "Basic cHJveHk6b25seQ=="}

    read = visitor.send("GET", CONTACTS, headers=headers)
    acted = visitor.send("POST", CONTACTS, headers=headers, json={"name": "Ann"})

    assert (read.status_code, acted.status_code) == (200, 403)


def test_a_viewer_only_reads(world: World) -> None:
    """The role of a session is that of its token."""
    viewer = Visitor.signed_in(world, "viewer")

    answer = viewer.send("POST", CONTACTS, headers={"X-CSRF-Token": viewer.csrf}, json={"name": "Ann"})

    assert (viewer.get(CONTACTS).status_code, answer.status_code) == (200, 403)


def test_a_session_that_is_over_opens_nothing(visitor: Visitor) -> None:
    """After signing out the API is closed too."""
    cookies = dict(visitor.cookies)
    visitor.post("/sign-out")

    answer = Visitor(visitor.world, cookies).get(CONTACTS)

    assert answer.status_code == 401
