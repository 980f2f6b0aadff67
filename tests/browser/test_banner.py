"""What is wrong stands on top of every page, and goes when it is over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from openphone_crm.testing.openphone_api import Fault, MediaFault
from tests.browser.scenes import Person
from tests.browser.site import Site
from tests.browser.visitors import Visitor


@pytest.fixture
def refused(site: Site) -> Iterator[Person]:
    """Have OpenPhone refuse the key from now on, and somebody who waits for an answer."""
    person = Person(site)
    person.texts("Are you there?")
    with site.openphone.at_rest():
        site.openphone.fake.keep_failing(Fault.REFUSING_THE_KEY)
    yield person
    with site.openphone.at_rest():
        site.openphone.fake.recover()


def test_a_banner_comes_and_goes(desk: Visitor, site: Site, refused: Person) -> None:
    """A refused key raises the banner on a page that is open; somebody knows of it; its end takes it away."""
    page = desk.open("/settings")
    banner = page.locator("#banner .alert", has_text="key")
    expect(banner).to_have_count(0)

    _write(site, refused, "Yes, we are")
    expect(banner).to_be_visible()
    expect(banner).to_have_attribute("role", "alert")
    banner.get_by_role("button", name="I know of it").click()
    expect(banner).to_contain_text("browser admin knows")
    with site.openphone.at_rest():
        site.openphone.fake.recover()
    # OpenPhone is asked where the file is by now, and answers.
    site.openphone.fake.fail_media(MediaFault.EXPIRED)
    Person(site).leaves_a_voicemail("Is it ready?")

    expect(banner).to_have_count(0)
    expect(desk.open("/status/alerts").locator(".failure", has_text="key").first).to_contain_text("over")


def _write(site: Site, person: Person, words: str) -> None:
    path = f"conversations/{person.conversation['id']}/messages"
    answer = site.api("POST", path, json={"text": words}, headers={"Idempotency-Key": words})
    assert answer.is_success, answer.text
