"""The customer's own polling store, in a browser, on a page of another origin."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest
from playwright.sync_api import Browser, expect

from openphone_crm.access import Role
from tests.browser.scenes import Person
from tests.browser.site import Site, served
from tests.browser.visitors import DESK, Visitor, visiting
from tests.integration.waiting import wait_until

STORE = Path(__file__).parent / "store"
INTERVAL_MS = 200


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def frontend() -> Iterator[str]:
    """Serve the customer's page at an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(STORE)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def shop(frontend: str) -> Iterator[Site]:
    """Serve a site that the customer's page may ask."""
    with served(CRM_CORS_ORIGINS=frontend) as site:
        yield site


@attrs.define(slots=False)
class Statuses:
    """What came over the wire, whatever the browser made of it."""

    of_polls: list[int] = attrs.field(factory=list)

    def note(self, response: dict[str, Any]) -> None:
        """Note an answer; only those to polls have an entity tag."""
        if any(name.lower() == "etag" for name in response["headers"]):
            self.of_polls.append(response["statusCode"])

    def after(self, visitor: Visitor, *, polls: int) -> list[int]:
        """Give what so many polls from now on are answered with."""
        seen = len(self.of_polls)
        assert wait_until(lambda: _a_moment(visitor) and len(self.of_polls) >= seen + polls)
        return self.of_polls[seen:]


def _a_moment(visitor: Visitor) -> bool:
    """Let the browser tell what it has heard meanwhile."""
    visitor.page.wait_for_timeout(INTERVAL_MS)
    return True


@pytest.fixture
def polled(chromium: Browser, shop: Site, frontend: str) -> Iterator[tuple[Visitor, Statuses]]:
    """Open the customer's page, and listen to the wire."""
    with visiting(chromium, shop, DESK) as visitor:
        statuses = Statuses()
        wire = visitor.page.context.new_cdp_session(visitor.page)
        wire.send("Network.enable")
        wire.on("Network.responseReceivedExtraInfo", statuses.note)
        asked = {
            "endpoint": f"{shop.url}/api/v1/conversations",
            "interval": INTERVAL_MS,
            "token": shop.tokens[Role.VIEWER],
        }
        visitor.page.goto(f"{frontend}/#{urlencode(asked)}")
        yield visitor, statuses


def test_updates_arrive(polled: tuple[Visitor, Statuses], shop: Site) -> None:
    """What happens is on the page after the next poll, without a reload."""
    visitor, _ = polled
    person = Person(shop)

    person.texts("Is my toaster ready?", minutes_ago=0.5)

    expect(visitor.page.get_by_text(f"{person.number}: Is my toaster ready?")).to_be_visible()
    person.texts("Never mind, I see it", minutes_ago=0)
    expect(visitor.page.get_by_text(f"{person.number}: Never mind, I see it")).to_be_visible()


def test_unchanged_polls_are_304(polled: tuple[Visitor, Statuses], shop: Site) -> None:
    """While nothing happens, nothing is sent again: the browser asks, and hears that nothing changed."""
    visitor, statuses = polled
    person = Person(shop)
    person.texts("Hello", minutes_ago=0)
    expect(visitor.page.get_by_text(f"{person.number}: Hello")).to_be_visible()
    # What was read out of the text may change something a moment after it.
    assert wait_until(lambda: statuses.after(visitor, polls=3)[-2:] == [304, 304])

    assert set(statuses.after(visitor, polls=10)) == {304}
