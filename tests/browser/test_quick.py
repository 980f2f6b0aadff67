"""A shop of many years is shown as quickly as one of a day: what a page holds does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.copies import copy_rows
from tests.browser.scenes import Person
from tests.browser.site import served
from tests.browser.visitors import DESK, Visitor, visiting

pytestmark = pytest.mark.long

CONVERSATIONS = 1_000
ITEMS = 5_000
A_PAGE = 50
MOST_BYTES = 400_000
MOST_ELEMENTS = 4_000
ID = "printf('%08d-0000-4000-8000-000000000000', n)"


@pytest.fixture(scope="module")
def person() -> Iterator[Person]:
    """Meet somebody who has written for years, at a shop of which a thousand others want something."""
    with served() as site:
        person = Person(site)
        person.texts("Is it ready?", minutes_ago=600_000)
        item = site.listed(f"conversations/{person.conversation['id']}/timeline")[0]
        message = {"id": ID, "openphone_id": "openphone_id || n"}
        earlier = {"id": ID, "occurred_at": _moments_before("occurred_at"), "unread": "0"}
        copy_rows(site, "messages", item["id"], ITEMS - 1, changes=message)
        copy_rows(site, "timeline_items", item["id"], ITEMS - 1, changes=earlier)
        other = {"id": ID, "last_activity_at": _moments_before("last_activity_at")}
        copy_rows(site, "conversations", person.conversation["id"], CONVERSATIONS - 1, changes=other)
        # What was written behind the back of the console shows with the next event.
        Person(site).texts("Hello")
        yield person


@pytest.fixture
def busy(chromium: Browser, person: Person) -> Iterator[Visitor]:
    """Sit at a desk of that shop."""
    with visiting(chromium, person.site, DESK) as visitor:
        visitor.sign_in()
        yield visitor


def test_a_thousand_conversations_come_page_by_page(busy: Visitor) -> None:
    """Each page has fifty of them, and the next one others."""
    page = busy.open("/conversations")
    first = _conversations(page)

    page.get_by_role("link", name="Older").click()
    page.wait_for_url("**cursor=*")

    second = _conversations(page)
    assert len(first) == len(second) == A_PAGE
    assert set(first).isdisjoint(second)


@pytest.mark.parametrize("path", ["/conversations", "/conversations/{id}"])
def test_a_page_stays_small(busy: Visitor, person: Person, path: str) -> None:
    """Neither the list nor the longest thread is more than a browser shows at once."""
    address = path.format(id=person.conversation["id"])

    answer = busy.page.goto(f"{busy.site.url}{address}")

    assert answer is not None
    assert len(answer.body()) < MOST_BYTES
    assert busy.page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS


def test_older_messages_are_brought(busy: Visitor, person: Person) -> None:
    """A long thread shows its newest items, and more of them when asked, without losing the place."""
    page = busy.open(f"/conversations/{person.conversation['id']}")
    bubbles = page.locator("#thread-list .bubble")
    expect(bubbles).to_have_count(A_PAGE)

    page.get_by_role("link", name="Older messages").click()

    expect(bubbles).to_have_count(2 * A_PAGE)


def _conversations(page: Page) -> list[str]:
    rows = page.locator("#inbox-rows > li")
    found: list[str] = rows.evaluate_all("rows => rows.map(row => row.id)")
    return found


def _moments_before(column: str) -> str:
    """A moment so many minutes before that of the column, written as the database keeps moments."""
    return f"strftime('%Y-%m-%dT%H:%M:%S', {column}, '-' || n || ' minutes') || '.000000Z'"
