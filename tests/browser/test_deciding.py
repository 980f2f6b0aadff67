"""Deciding about what was read, by hand and by key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.scenes import HOSTILE, Person
from tests.browser.site import Site
from tests.browser.visitors import DESK, Visitor, visiting


@pytest.fixture
def person(site: Site) -> Person:
    """Have somebody whose name somebody has to approve."""
    person = Person(site)
    person.is_asked_about()
    return person


def card_of(page: Page, person: Person) -> Locator:
    """Find the card of what waits for this person."""
    return page.locator(f"#approval-{person.approvals()[0]['id']}")


def narrowed(person: Person) -> str:
    """Where only theirs stand."""
    return f"/approvals?contact_id={person.contact['id']}"


def test_a_key_approves(desk: Visitor, person: Person) -> None:
    """It is written at once, without a new page; the navigation and the title follow."""
    page = desk.open(narrowed(person))
    expect(page).to_have_title(re.compile(r"^\(1\) Approvals"))
    page.evaluate("window.isTheSame = true")

    page.keyboard.press("a")

    expect(page.get_by_text("Approved: the name is Annette Millard now.")).to_be_visible()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    expect(page).to_have_title(re.compile("^Approvals"))
    assert page.evaluate("window.isTheSame")
    assert person.contact["name"] == "Annette Millard"


def test_a_key_mends(desk: Visitor, person: Person) -> None:
    """The box has the suggested value chosen; escape leaves it, and Enter writes what it says."""
    page = desk.open(narrowed(person))
    box = card_of(page, person).get_by_label("Name that is written instead")
    page.keyboard.press("e")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()

    page.keyboard.press("e")
    box.fill("Annette Miller")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Approved: the name is Annette Miller now.")).to_be_visible()
    assert person.contact["name"] == "Annette Miller"


def test_the_next_one_is_at_hand(desk: Visitor, site: Site, person: Person) -> None:
    """Keys move, and after a decision the card that stood below has the focus."""
    other = Person(site)
    other.is_asked_about()
    page = desk.open("/approvals")
    first, second = card_of(page, other), card_of(page, person)
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")

    page.keyboard.press("r")

    expect(page.get_by_text("Rejected: the name stays as it is")).to_be_visible()
    expect(second).to_be_focused()
    assert other.contact["name"] == "Anna Miller"
    assert len(person.approvals()) == 1


def test_keys_are_told(desk: Visitor, person: Person) -> None:
    """A question mark shows them, and hides them again; in a box it is a question mark."""
    page = desk.open(narrowed(person))
    keys = page.get_by_role("dialog", name="Keys")

    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    page.keyboard.press("e")
    page.keyboard.type("a?")

    expect(keys).to_be_hidden()
    expect(card_of(page, person).get_by_label("Name that is written instead")).to_have_value("a?")


def test_somebody_else_was_faster(desk: Visitor, site: Site, person: Person) -> None:
    """Whoever decides about what is decided is told, and sees what is."""
    page = desk.open(narrowed(person))
    site.api("POST", f"approvals/{person.approvals()[0]['id']}/reject")

    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("has rejected it already")).to_be_visible()
    assert person.contact["name"] == "Anna Miller"


def test_decisions_need_no_javascript(chromium: Browser, site: Site, person: Person) -> None:
    """Forms do the same, with a new page."""
    with visiting(chromium, site, DESK, java_script_enabled=False) as visitor:
        visitor.sign_in()
        page = visitor.open(narrowed(person))
        page.get_by_role("button", name="Approve").click()

        expect(page.get_by_text("Approved: the name is Annette Millard now.")).to_be_visible()


def test_it_fits_a_phone(phone: Visitor, site: Site, person: Person) -> None:
    """Nothing scrolls to the side, whatever customers write, and buttons are large enough."""
    person.texts(f"I am Bo {HOSTILE} {'x' * 300}", minutes_ago=0)
    page = phone.page
    page.set_viewport_size({"width": 360, "height": 740})

    for path in (narrowed(person), f"/contacts/{person.contact['id']}", "/contacts", "/review", "/callbacks"):
        phone.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path

    phone.open(narrowed(person))
    sizes = [button.bounding_box() for button in page.locator(".approval-actions > form button").all()]
    assert sizes
    assert all(size and size["height"] >= 44 for size in sizes)
    assert page.title() != "owned"
    assert site.url in page.url
