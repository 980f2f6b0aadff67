"""What somebody does on a page and what the page hears meanwhile do not get in each other's way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.scenes import Person
from tests.browser.visitors import Visitor
from tests.integration.waiting import wait_until

pytestmark = pytest.mark.long

LATER_MS: Final = 60_000
LOOK: Final = "document.dispatchEvent(new Event('visibilitychange'))"
ADD_FORM: Final = """
([action, fields]) => {
  const form = document.createElement("form");
  form.id = "trial";
  form.setAttribute("action", action);
  form.toggleAttribute("data-live-form", true);
  const csrf = document.querySelector('meta[name="csrf-token"]').content;
  for (const [name, value] of Object.entries({ csrf, ...fields })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
}
"""
SEND: Final = "document.getElementById('trial').requestSubmit()"
IN_VAIN: Final = ("/people/revoke", {"name": "nobody at all"})
REFUSED: Final = ("/people", {"name": "x", "role": "emperor"})


def test_what_is_said_after_leading_elsewhere_is_read(desk: Visitor) -> None:
    """Where an act leads to another page, that page says what came of it."""
    page = desk.open("/status")

    act(page, *IN_VAIN)

    expect(page.get_by_role("heading", name="People & tokens", level=1)).to_be_visible()
    expect(page.locator("#flash")).to_have_text("nobody at all was revoked already.")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_refusal_stays_until_it_is_read(desk: Visitor) -> None:
    """Why something was not done is not swept away by what else has changed."""
    page = desk.open("/conversations")
    Person(desk.site).texts("Is it refused?", minutes_ago=0)

    act(page, *REFUSED)

    expect(page.get_by_role("link", name="Is it refused?")).to_be_visible()
    expect(page.locator("#flash")).to_contain_text("role: must be one of")
    desk.forgives("400")


def test_the_next_act_clears_a_refusal(desk: Visitor) -> None:
    """What went wrong before says nothing of what is done now."""
    page = desk.open("/people")
    act(page, *REFUSED)
    expect(page.locator("#flash")).to_contain_text("role: must be one of")

    act(page, *IN_VAIN)

    expect(page.locator("#flash")).to_have_text("nobody at all was revoked already.")
    desk.forgives("400")


def test_an_answer_from_before_is_not_shown(desk: Visitor) -> None:
    """What was asked before an act and is answered after it does not bring back what was."""
    page, held = desk.open("/people"), list[Route]()
    page.route("**/people", lambda route: held.append(route) if not held else route.continue_())
    page.evaluate(LOOK)
    assert wait_until(lambda: pause(page) and bool(held))
    before = held[0].fetch()
    with page.expect_response(lambda response: response.url.endswith("/people")) as done:
        act(page, *IN_VAIN)
    expect(page.locator("#flash")).to_contain_text("revoked already")

    with page.expect_request(lambda request: is_poll(page, request)) as later:
        held[0].fulfill(response=before)

    assert later.value.header_value("if-none-match") == done.value.headers["etag"]


def test_whoever_asks_meanwhile_is_heard(desk: Visitor) -> None:
    """What is wanted while an answer is on its way is asked for as soon as that is there."""
    desk.page.clock.install(time=0)
    page, held = desk.open("/failures"), list[Route]()
    page.route("**/failures", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page.clock.pause_at(LATER_MS)
    assert wait_until(lambda: pause(page) and len(held) == 1)

    page.evaluate(LOOK)
    held[0].continue_()

    assert wait_until(lambda: pause(page) and len(held) == 2)
    held[1].continue_()


@pytest.mark.parametrize("path", ["/conversations?show=unread", "/failures"])
def test_what_is_gone_is_told_once(desk: Visitor, path: str) -> None:
    """Of a page that is not there any more one hears so, and not anew every few seconds."""
    page = desk.open(path)
    page.route(f"**{path}", lambda route: route.fulfill(status=404, body=""))
    page.evaluate(LOOK)
    expect(page.locator("#connection")).to_have_text("This is not here any more.")
    page.evaluate(
        "window.changes = 0; new MutationObserver(() => window.changes++)"
        ".observe(document.getElementById('connection'), {subtree: true, childList: true})"
    )

    statuses = [desk.looks_again() for _ in range(3)]

    assert statuses == [404] * 3
    assert page.evaluate("window.changes") == 0
    desk.forgives("404")


def act(page: Page, action: str, fields: Mapping[str, str]) -> None:
    """Send a form as those of the page are sent."""
    page.evaluate("document.getElementById('trial')?.remove()")
    page.evaluate(ADD_FORM, [action, dict(fields)])
    page.evaluate(SEND)


def is_poll(page: Page, request: Request) -> bool:
    """Whether a page asks how it is now."""
    return request.resource_type == "fetch" and request.method == "GET" and request.url == page.url


def pause(page: Page) -> bool:
    """Let the browser say what it has to say."""
    page.evaluate("1")
    return True
