"""What failed is seen by cause, and tried again: one, all of a kind, or as many as one cares to wait for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from openphone_crm.access import Role
from tests.browser.copies import copy_rows
from tests.browser.scenes import dead_letter
from tests.browser.site import Site, served
from tests.browser.visitors import DESK, Visitor, visiting

MANY = 3_000
A_COPY = {
    "id": "printf('00000000-0000-4000-8000-%012d', n)",
    "delivery_key": "'copy-' || n",
}


@pytest.fixture
def broken(site: Site) -> str:
    """Have an event that cannot be read; its id."""
    return dead_letter(site)


def test_a_failure_is_explained(desk: Visitor, broken: str) -> None:
    """The group of a dead letter says what is wrong, and leads to its events."""
    page = desk.open("/failures?state=all")
    page.get_by_role("link", name="See the events").first.click()

    page.locator(f"#event-{broken} a").click()

    expect(page.get_by_role("heading", name="Attempts")).to_be_visible()
    expect(page.locator(".attempt-bad").first).to_be_visible()
    expect(page.get_by_label("Payload")).to_contain_text('"message.received"')


def test_one_is_tried_again_by_key(desk: Visitor, broken: str) -> None:
    """The key `r` tries an event again; it fails again, and its page tells of both attempts."""
    page = desk.open(f"/webhook-events/{broken}")

    page.keyboard.press("r")

    expect(page.locator(".attempt")).to_have_count(2)


def test_many_are_tried_again(desk: Visitor, broken: str) -> None:
    """All that fit are counted first; nothing happens before somebody says so, and then it is watched."""
    page = desk.open("/webhook-events/retry?type=message.received")
    begin = page.get_by_role("button", name="Retry ")
    expect(begin).to_be_visible()
    expect(desk.open(f"/webhook-events/{broken}").locator(".attempt")).to_have_count(1)
    page.go_back()

    begin.click()

    expect(page.get_by_role("heading", name="Retrying ")).to_be_visible()
    expect(page.locator(".job-state")).to_have_text("Done")
    expect(page.locator(".job")).to_contain_text("Failed again")


@pytest.fixture
def crowded(chromium: Browser) -> Iterator[Visitor]:
    """Sit before thousands of dead letters, in a console of their own: other tests would wait for them."""
    with served() as site, visiting(chromium, site, DESK) as visitor:
        copy_rows(site, "webhook_events", dead_letter(site), MANY, changes=A_COPY)
        visitor.sign_in()
        yield visitor


def test_a_bulk_retry_is_cancelled(crowded: Visitor) -> None:
    """A retry of thousands shows how far it is, and goes no further once it is cancelled."""
    page = crowded.open("/webhook-events/retry")
    page.get_by_role("button", name="Retry ").click()
    bar = page.get_by_role("progressbar", name="Events tried")
    expect(bar).to_be_visible()

    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("#flash")).to_contain_text("Cancelled")
    expect(page.locator(".job-state")).to_have_text("Cancelled")
    assert _tried(page) < MANY


def test_somebody_is_at_it(desk: Visitor, broken: str) -> None:
    """Whoever looks after a failure says so, and it is found among those that are looked after."""
    assert broken
    page = desk.open("/failures")
    failure = page.locator(".failure").first
    heading = failure.get_by_role("heading").inner_text()

    failure.get_by_role("button", name="I am at it").click()

    expect(page.locator("#flash")).to_contain_text("Noted that somebody is at it")
    page.get_by_role("link", name="Acknowledged").click()
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()


@pytest.mark.parametrize("path", ["/failures", "/webhook-events", "/webhook-events/retry"])
def test_a_viewer_is_offered_nothing(chromium: Browser, site: Site, broken: str, path: str) -> None:
    """Who may only read is shown what failed, no button that does anything, and no payload."""
    with visiting(chromium, site, DESK) as visitor:
        visitor.sign_in(Role.VIEWER)

        page = visitor.open(path)

        expect(page.locator('form[method="post"]:not([action="/sign-out"])')).to_have_count(0)
        expect(visitor.open(f"/webhook-events/{broken}").get_by_label("Payload")).to_have_count(0)


def _tried(page: Page) -> float:
    return float(page.locator(".job-progress").evaluate("bar => bar.value"))
