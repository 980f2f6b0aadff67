"""Signing in with a token or a link, and signing out."""

from __future__ import annotations

import pytest

from openphone_crm.access import digest_of
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World, make_world

LINK = "/sign-in?key=good"


def world_with_link() -> World:
    """Make a world in which a link for signing in is good."""
    return make_world(sign_in_keys={digest_of("good"): digest_of("admin-secret")})


def test_a_page_leads_to_the_sign_in(world: World) -> None:
    """Whoever is not signed in is led to where they can, and back afterwards."""
    answer = Visitor(world).get("/conversations?q=ann")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fconversations%3Fq%3Dann"


def test_a_token_signs_in(world: World) -> None:
    """A token that is in use opens the console, where one wanted to go."""
    visitor = Visitor(world)

    answer = visitor.send("POST", "/sign-in", {"token": " operator-secret ", "next": "/conversations?q=ann"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/conversations?q=ann")
    assert visitor.get("/conversations").status_code == 200


def test_the_cookie_is_locked_up(world: World) -> None:
    """No script reads the session, no other site sends it, and it is not the token."""
    answer = Visitor(world).send("POST", "/sign-in", {"token": "operator-secret"})

    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "operator-secret" not in cookie


@pytest.mark.parametrize(
    ("headers", "public_url"),
    [({"X-Forwarded-Proto": "https"}, None), ({}, "https://shop.example")],
)
def test_behind_https_the_cookie_is_secure(headers: dict[str, str], public_url: str | None) -> None:
    """Where people come by https, the session never goes by http."""
    visitor = Visitor(make_world(public_url=public_url))

    answer = visitor.send("POST", "/sign-in", {"token": "operator-secret"}, headers)

    assert "; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("token", ["", "wrong", "operator-secret2", "\u2603"])
def test_a_bad_token_is_told_kindly(world: World, token: str) -> None:
    """What is not in use opens nothing; the page says what to do, and never shows what was typed."""
    answer = Visitor(world).send("POST", "/sign-in", {"token": token})

    assert answer.status_code == 403
    assert "not in use" in answer.text
    assert "set-cookie" not in answer.headers
    assert f'value="{token or "-"}"' not in answer.text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-in"])
def test_nobody_is_led_elsewhere(world: World, wanted: str) -> None:
    """After signing in one is on a page of ours, whatever a link wanted."""
    answer = Visitor(world).send("POST", "/sign-in", {"token": "operator-secret", "next": wanted})

    assert answer.headers["location"] == "/"


def test_trying_too_often_has_to_wait(world: World) -> None:
    """After ten failures in a minute even a good token has to wait, and the page says how long."""
    visitor = Visitor(world)
    failures = [visitor.send("POST", "/sign-in", {"token": "wrong"}).status_code for _ in range(10)]

    answer = visitor.send("POST", "/sign-in", {"token": "operator-secret"})

    assert failures == [403] * 10
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert "Wait 60 seconds" in answer.text


def test_after_waiting_it_goes_on(world: World) -> None:
    """A minute later a good token is good."""
    visitor = Visitor(world)
    for _ in range(10):
        visitor.send("POST", "/sign-in", {"token": "wrong"})
    world.clock.advance(seconds=61)

    answer = visitor.send("POST", "/sign-in", {"token": "operator-secret"})

    assert answer.status_code == 303


def test_a_link_signs_in_without_a_secret_in_the_address() -> None:
    """The link that a developer is shown opens the console, and leads to an address without its key."""
    visitor = Visitor(world_with_link())

    answer = visitor.get(LINK)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert visitor.get("/").headers["location"] == "/conversations"
    assert visitor.get("/conversations").status_code == 200


@pytest.mark.parametrize("key", ["", "bad", "GOOD", "admin-secret"])
def test_a_bad_link_is_told_kindly(key: str) -> None:
    """A link of an earlier start shows the page for signing in, and says why."""
    answer = Visitor(world_with_link()).get(f"/sign-in?key={key}")

    assert answer.status_code == 403
    assert "That link is not good any more" in answer.text
    assert "set-cookie" not in answer.headers


def test_whoever_is_signed_in_goes_on(visitor: Visitor) -> None:
    """The page for signing in leads on whoever is signed in already."""
    answer = visitor.get("/sign-in?next=/conversations?show=unread")

    assert (answer.status_code, answer.headers["location"]) == (303, "/conversations?show=unread")


def test_a_link_in_a_mail_leads_in(world: World) -> None:
    """Led here by another site, a browser hides the session; one step of our own brings it out."""
    answer = Visitor(world).get("/sign-in?next=/conversations", Sec_Fetch_Site="cross-site")

    assert 'http-equiv="refresh" content="0; url=/sign-in?next=/conversations"' in answer.text


def test_signing_out_ends_the_session(visitor: Visitor) -> None:
    """Afterwards the secret is good no more, whoever may have kept it."""
    stolen = dict(visitor.cookies)

    answer = visitor.post("/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert "crm_session" not in visitor.cookies
    assert "You are signed out" in visitor.get("/sign-in").text
    assert Visitor(visitor.world, stolen).get("/conversations").status_code == 303


def test_a_viewer_may_sign_out(world: World) -> None:
    """Signing out is for everybody."""
    viewer = Visitor.signed_in(world, "viewer")

    assert viewer.post("/sign-out").headers["location"] == "/sign-in"


@pytest.mark.parametrize("origin", ["https://evil.example", "http://["])
def test_another_site_signs_nobody_in(world: World, origin: str) -> None:
    """A form of another site cannot sign somebody in as somebody else."""
    headers = {"Origin": origin}

    answer = Visitor(world).send("POST", "/sign-in", {"token": "operator-secret"}, headers)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_coming_and_going_is_on_record(world: World, visitor: Visitor) -> None:
    """Who signed in and out stays in the audit log."""
    world.clock.advance(seconds=1)
    visitor.post("/sign-out")

    token = next(token for token in world.crm.tokens.list() if token.name == "operator")
    assert [entry.action for entry in world.crm.audit.of(token.id)] == ["signed_in", "signed_out"]
