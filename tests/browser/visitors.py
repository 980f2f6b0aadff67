"""Somebody who uses the console; whatever the browser complains of fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import attrs
from playwright.sync_api import Browser, Page, Request

from openphone_crm.access import Role
from tests.browser.site import Site

DESK: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 800}}
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
HOME: Final = {"locale": "en-US", "timezone_id": "America/Los_Angeles"}
PATIENCE_MS: Final = 15_000

_SEEN: Final = """state => {
    Object.defineProperty(document, "hidden", { get: () => state === "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@attrs.frozen(kw_only=True)
class Visitor:
    """A page of the console in a browser of its own, and what was complained of in it."""

    page: Page
    site: Site
    complaints: list[str] = attrs.field(factory=list)

    def sign_in(self, role: Role = Role.ADMIN) -> None:
        """Sign in with a token, as a person does."""
        self.page.goto(f"{self.site.url}/sign-in")
        self.page.get_by_label("Token").fill(self.site.tokens[role])
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/conversations*")

    def open(self, path: str) -> Page:
        """Open a page of the console."""
        self.page.goto(f"{self.site.url}{path}")
        return self.page

    def looks_again(self) -> int:
        """Come back to the tab, upon which the page asks at once; the status of the answer."""
        with self.page.expect_response(lambda response: self._is_poll(response.request)) as heard:
            self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        return heard.value.status

    def looks_away(self) -> None:
        """Hide the tab, which then asks nothing: a browser without a window has nothing to put in front."""
        self.page.evaluate(_SEEN, "hidden")

    def looks_back(self) -> None:
        """See the tab again."""
        self.page.evaluate(_SEEN, "visible")

    def forgives(self, words: str) -> None:
        """Forget complaints with these words, of which there must be some: they were provoked."""
        forgiven = [complaint for complaint in self.complaints if words in complaint]
        assert forgiven, self.complaints
        self.complaints[:] = [complaint for complaint in self.complaints if words not in complaint]

    def _is_poll(self, request: Request) -> bool:
        return request.resource_type == "fetch" and request.method == "GET" and request.url == self.page.url


@contextmanager
def visiting(browser: Browser, site: Site, device: dict[str, Any], **options: Any) -> Iterator[Visitor]:  # noqa: ANN401 - whatever a browser context may have
    """
    Visit with this device, while the block lasts.

    Errors in the console, uncaught exceptions and violations of the content security policy fail at the end.
    """
    context = browser.new_context(**HOME | device | options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    visitor = Visitor(page=page, site=site)
    _listen(page, visitor.complaints)
    try:
        yield visitor
    finally:
        context.close()
    assert visitor.complaints == []


def _listen(page: Page, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None,
    )
