"""Calls to return, the review of what was read, and the card of a contact, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import Person
from tests.browser.site import Site
from tests.browser.visitors import Visitor
from tests.integration.waiting import wait_until

pytestmark = pytest.mark.long


def test_a_call_is_returned(desk: Visitor, site: Site) -> None:
    """The words stand there with their sound; done by key, the card is gone."""
    person = Person(site)
    person.leaves_a_voicemail("Please call me back about the dryer")
    assert wait_until(lambda: "dryer" in str(site.listed("notes", kind="callback")))
    page = desk.open("/callbacks")
    card = page.locator("[data-card]").filter(has_text="dryer")
    expect(card.locator("audio")).to_have_attribute("src", re.compile(r"^/api/v1/media/"))
    page.keyboard.press("j")

    card.focus()
    page.keyboard.press("d")

    expect(card).to_have_count(0)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Done by browser admin").first).to_be_visible()


def test_readings_are_judged_by_key(desk: Visitor, site: Site) -> None:
    """A verdict counts at once, and the next one has the focus; one may be skipped."""
    for name in ("Bonnie Tyler", "Clark Gable", "Diana Ross"):
        person = Person(site)
        person.texts(f"Hi, my name is {name}", minutes_ago=0)
    assert wait_until(lambda: len(site.listed("extractions/sample", size=3)) == 3)
    page = desk.open("/review")
    ids = [card.get_attribute("id") for card in page.locator("[data-card]").all()]
    page.keyboard.press("j")

    page.keyboard.press("s")
    expect(page.locator(f"#{ids[1]}")).to_be_focused()
    page.keyboard.press("y")

    expect(page.get_by_text("Noted as right.")).to_be_visible()
    expect(page.locator(f"#{ids[1]}")).to_have_count(0)
    expect(page.locator(f"#{ids[2]}")).to_be_focused()
    expect(page.locator("#figures")).to_contain_text("of 1 right")


def test_a_contact_is_edited_and_undone(desk: Visitor, site: Site) -> None:
    """What was written is taken back with one press, without a new page."""
    person = Person(site)
    person.is_known_as("Rosa", "Parks")
    page = desk.open(f"/contacts/{person.contact['id']}")
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Name").fill("Rosa Luxemburg")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosa Luxemburg")

    page.get_by_role("button", name="Undo").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Rosa Parks")
    expect(page.get_by_text("Taken back: Name is as it was before.")).to_be_visible()


def test_a_recording_plays_from_the_quote(desk: Visitor, site: Site) -> None:
    """What was read in a call is heard from the line in which it was said."""
    person = Person(site)
    person.talks()
    assert wait_until(lambda: bool(site.listed("extractions/sample", size=50)))
    contact = person.contact

    page = desk.open(f"/contacts/{contact['id']}")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Priya")
    expect(page.get_by_text(re.compile("Read in a call, added by itself")).first).to_be_visible()
