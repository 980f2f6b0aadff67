"""Errors are pages for people, and documents for programs."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.errors import UnavailableError
from openphone_crm.sessions import Visit
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World, make_world


@attrs.frozen
class Broken:
    """A part that raises, whatever it is asked for."""

    error: Exception

    def find(self, *_: object, **__: object) -> object:
        """Raise."""
        raise self.error

    def visit(self, _: str) -> Visit:
        """Raise."""
        raise self.error


def test_an_unknown_address_is_a_page_for_a_browser(world: World) -> None:
    """Whoever asks for a page gets one that leads back; a program gets a document."""
    page = world.send("GET", "/nothing", headers={"Accept": "text/html,*/*"})
    document = world.send("GET", "/nothing")

    assert (page.status_code, document.status_code) == (404, 404)
    assert "There is nothing here" in page.text
    assert document.headers["content-type"] == "application/problem+json"


def test_the_api_never_answers_with_a_page(world: World) -> None:
    """Whatever a client accepts, errors of the API are documents."""
    answers = [
        world.ask("GET", "/api/v1/contacts/x", role=role, headers={"Accept": "text/html"})
        for role in (None, "viewer")
    ]

    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


def test_a_store_that_is_away_is_told(world: World) -> None:
    """Without the store a page says so, and asks again by itself."""
    visitor = Visitor.signed_in(world)
    away = make_world(signing_in=Broken(UnavailableError("database", "host db.internal is away")))

    answer = Visitor(away, visitor.cookies).get("/conversations")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "We are offline for a moment" in answer.text
    assert '<meta http-equiv="refresh" content="5">' in answer.text
    assert "db.internal" not in answer.text


def test_what_was_sent_in_vain_is_not_asked_for(world: World) -> None:
    """A page that answers a form does not look by itself for a page where there is none."""
    visitor = Visitor.signed_in(world)
    away = make_world(signing_in=Broken(UnavailableError("database", "it is away")))

    answer = Visitor(away, visitor.cookies).post("/sign-out")

    assert answer.status_code == 503
    assert "http-equiv" not in answer.text


@pytest.mark.parametrize("error", [RuntimeError("secret detail"), KeyError("secret detail")])
def test_what_nobody_foresaw_is_told_without_its_cause(world: World, error: Exception) -> None:
    """A fault of ours is a page that says so, and nothing of what it was."""
    broken = make_world(
        conversations=Broken(error), tokens=world.crm.tokens, signing_in=world.parts.signing_in
    )
    visitor = Visitor(broken)
    visitor.send("POST", "/sign-in", {"token": "operator-secret"})

    answer = visitor.get("/conversations")

    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "secret detail" not in answer.text


@pytest.mark.parametrize("path", ["/", "/sign-in", "/conversations", "/status"])
def test_whoever_wants_only_the_head_gets_it(visitor: Visitor, path: str) -> None:
    """A page is asked for by HEAD, as programs that watch over sites do, like by GET and without its body."""
    page, head = visitor.get(path), visitor.send("HEAD", path)

    assert (head.status_code, head.content) == (page.status_code, b"")


def test_a_link_is_not_followed_by_halves(world: World) -> None:
    """A program that looks whether a link is good signs nobody in."""
    answer = Visitor(world).send("HEAD", "/sign-in?key=good")

    assert "set-cookie" not in answer.headers


def test_a_wrong_method_is_told_as_a_page(visitor: Visitor) -> None:
    """What a page cannot do is 405, as a page."""
    answer = visitor.post("/conversations")

    assert answer.status_code == 405
    assert answer.headers["content-type"].startswith("text/html")
