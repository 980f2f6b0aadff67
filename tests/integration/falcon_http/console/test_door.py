"""Nobody sees a page without a session, nothing is done for other sites, and roles hold."""

from __future__ import annotations

from typing import ClassVar

import attrs
import pytest
from falcon.asgi import Request, Response

from adapters.falcon_http.console import building
from adapters.falcon_http.console.forms import form_of
from adapters.falcon_http.console.page import Page
from adapters.falcon_http.console.pages import Pages
from adapters.falcon_http.console.routes import page_routes
from adapters.falcon_http.erasers import Erasers
from adapters.falcon_http.parts import HttpParts
from openphone_crm.access import Role
from openphone_crm.sessions import csrf_token
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World, make_world

DONE: list[str] = []


@attrs.frozen
class Trial(Page):
    """A page on which something can be done."""

    async def on_get(self, _: Request, response: Response) -> None:
        """Show nothing."""
        response.text = "seen"

    async def on_post(self, request: Request, response: Response) -> None:
        """Note what was sent."""
        text = form_of(request).text("text")
        await self.pages.act(
            response, lambda: DONE.append(text), back_to="/conversations", text=f"Did {text}."
        )


@attrs.frozen
class Secret(Trial):
    """A page for admins."""

    sees: ClassVar[Role] = Role.ADMIN
    acts: ClassVar[Role] = Role.ADMIN


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Lend a world with two pages more."""

    def routes(parts: HttpParts, pages: Pages, erasers: Erasers) -> dict[str, Page]:
        return {**page_routes(parts, pages, erasers), "/trial": Trial(pages), "/secret": Secret(pages)}

    monkeypatch.setattr(building, "page_routes", routes)
    DONE.clear()
    return make_world()


def test_a_form_of_ours_acts(visitor: Visitor) -> None:
    """What a page sends is done once, and the next page says so, once."""
    answer = visitor.post("/trial", text=" <b>it</b> ")

    assert (answer.status_code, answer.headers["location"], DONE) == (303, "/conversations", ["<b>it</b>"])
    assert "Did &lt;b&gt;it&lt;/b&gt;." in visitor.get("/conversations").text
    assert "Did" not in visitor.get("/conversations").text


@pytest.mark.parametrize("sign", ["a", "\u2603", "\U0001f600"])
def test_a_long_sentence_is_cut_and_said(visitor: Visitor, sign: str) -> None:
    """Browsers drop a cookie of more than 4,096 bytes: what is said fits in one, in any script."""
    answer = visitor.post("/trial", text=sign * 2000)

    assert len(answer.headers["set-cookie"]) < 4096
    assert f"Did {sign * 100}" in visitor.get("/conversations").text


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, csrf_token("other")])
def test_without_the_token_of_the_page_nothing_is_done(visitor: Visitor, csrf: str | None) -> None:
    """A form that does not carry what only our pages know is refused, with a sentence that helps."""
    fields = {"text": "it"} if csrf is None else {"text": "it", "csrf": csrf}

    answer = visitor.send("POST", "/trial", fields)

    assert (answer.status_code, DONE) == (403, [])
    assert "load it again" in answer.text


def test_the_token_may_come_in_a_header(visitor: Visitor) -> None:
    """A script of ours may send it beside the form."""
    answer = visitor.send("POST", "/trial", {"text": "it"}, {"X-CSRF-Token": visitor.csrf})

    assert (answer.status_code, DONE) == (303, ["it"])


def test_the_token_of_another_session_is_none(world: World, visitor: Visitor) -> None:
    """What one session's pages carry is nothing in another."""
    other = Visitor.signed_in(world)

    answer = visitor.send("POST", "/trial", {"text": "it", "csrf": other.csrf})

    assert (answer.status_code, DONE) == (403, [])


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://test:8000"},
    ],
)
def test_other_sites_do_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    """Even with the right token, a form that comes from elsewhere is refused."""
    answer = visitor.send("POST", "/trial", {"text": "it", "csrf": visitor.csrf}, headers)

    assert (answer.status_code, DONE) == (403, [])


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://test"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://shop.example"},
        {"Origin": "https://shop.example", "X-Forwarded-Host": "shop.example"},
    ],
)
def test_our_own_pages_act(visitor: Visitor, headers: dict[str, str]) -> None:
    """A page of ours is recognised, behind a proxy too."""
    answer = visitor.send("POST", "/trial", {"text": "it", "csrf": visitor.csrf}, headers)

    assert (answer.status_code, DONE) == (303, ["it"])


@pytest.mark.parametrize(
    ("role", "path", "statuses"),
    [
        ("viewer", "/trial", (200, 403)),
        ("operator", "/trial", (200, 303)),
        ("viewer", "/secret", (403, 403)),
        ("operator", "/secret", (403, 403)),
        ("admin", "/secret", (200, 303)),
    ],
)
def test_roles_hold(world: World, role: str, path: str, statuses: tuple[int, int]) -> None:
    """Who may look and who may act is decided at the door."""
    visitor = Visitor.signed_in(world, role)

    answers = visitor.get(path), visitor.post(path, text="it")

    assert tuple(answer.status_code for answer in answers) == statuses


def test_without_a_session_nothing_is_done(world: World) -> None:
    """Whoever is not signed in is led to where they can be, and nothing is done."""
    answer = Visitor(world).post("/trial", text="it")

    assert (answer.status_code, answer.headers["location"], DONE) == (303, "/sign-in", [])


def test_a_token_is_no_session(world: World) -> None:
    """Pages are for browsers: a token opens the API only."""
    assert world.ask("GET", "/trial").status_code == 303


@pytest.mark.parametrize("slashes", ["//", "///"])
def test_more_slashes_are_no_way_in(visitor: Visitor, slashes: str) -> None:
    """Falcon ignores further slashes in front of a path: no page is there."""
    assert visitor.get(f"http://test{slashes}trial").status_code == 404


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"text=%FF", 400),
        ("application/x-www-form-urlencoded", b"\xff", 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 501), 400),
        ("application/x-www-form-urlencoded", b"text=" + b"x" * 1_100_000, 413),
    ],
)
def test_what_is_no_form_is_refused(visitor: Visitor, content_type: str, content: bytes, status: int) -> None:
    """What cannot be read is told as a page, and nothing is done."""
    headers = {"Content-Type": content_type}

    answer = visitor.send("POST", "/trial", headers=headers, content=content)

    assert (answer.status_code, DONE) == (status, [])
    assert answer.headers["content-type"].startswith("text/html")
