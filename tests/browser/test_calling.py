"""Whoever called in vain is called back, and whoever was written to in vain is seen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.scenes import Person
from tests.browser.site import Site
from tests.browser.visitors import Visitor


def test_a_missed_call_is_called_back_on_a_phone(phone: Visitor, site: Site) -> None:
    """On a phone the button at a missed call dials the caller."""
    person = Person(site)
    person.is_not_answered()
    page = phone.open(f"/conversations/{person.conversation['id']}")

    back = page.locator("#thread-list").get_by_role("link", name="Call back")

    expect(page.get_by_role("heading", name="Call: Missed")).to_be_visible()
    expect(back).to_have_attribute("href", f"tel:{person.number}")


def test_a_missed_call_is_called_back_at_a_desk(desk: Visitor, site: Site) -> None:
    """At a desk the button leads to the link that calls, and it is noted who called."""
    person = Person(site)
    person.is_not_answered()
    page = desk.open(f"/conversations/{person.conversation['id']}")

    page.get_by_role("button", name="Call back").click()

    expect(page.locator(f'a[href="tel:{person.number}"]').first).to_be_visible()
    assert any("call" in entry for entry in _audit(desk))


def test_a_text_that_was_not_delivered_says_so(desk: Visitor, site: Site) -> None:
    """A text that never arrived is marked in the thread, with the reason."""
    person = Person(site)
    person.does_not_get("We are on our way")

    page = desk.open(f"/conversations/{person.conversation['id']}")

    expect(page.locator(".thread-out .delivery-bad")).to_be_visible()
    expect(page.locator(".thread-why")).to_be_visible()


def _audit(desk: Visitor) -> list[str]:
    return desk.open("/people/audit").locator("tbody tr").all_inner_texts()
