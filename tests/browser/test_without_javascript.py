"""Without JavaScript everything works too, only less lively; and roles hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser, expect

from openphone_crm.access import Role
from tests.browser.addresses import NAMES, addresses
from tests.browser.scenes import dead_letter
from tests.browser.site import Site
from tests.browser.visitors import DESK, PHONE, Visitor, visiting
from tests.integration.waiting import wait_until

ACTS = 'form[method="post"]:not([action="/sign-out"])'
EVERY_DAY = {"thread", "approvals", "failures", "status"}
NOT_FOR_VIEWERS = {"settings", "people", "audit", "contact-erase", "contact-new", "contact-edit", "call"}


def sparing(names: Iterable[str]) -> list[ParameterSet]:
    """Leave all pages but a few for those who have the time."""
    marks = {True: [], False: [pytest.mark.long]}
    return [pytest.param(name, marks=marks[name in EVERY_DAY]) for name in names]


@pytest.fixture(scope="module")
def plain(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """Sit at a desk whose browser runs no JavaScript."""
    with visiting(chromium, site, DESK, java_script_enabled=False) as visitor:
        visitor.sign_in(Role.ADMIN)
        yield visitor


@pytest.fixture(scope="module")
def viewer(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """Be somebody who may only read."""
    with visiting(chromium, site, DESK, java_script_enabled=False) as visitor:
        visitor.sign_in(Role.VIEWER)
        yield visitor


@pytest.mark.parametrize("name", sparing(NAMES.values()))
def test_every_page_is_readable(plain: Visitor, site: Site, name: str) -> None:
    """A page says what it is, and shows what it has."""
    page = plain.open(addresses(site)[name])

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#content")).not_to_be_empty()


def test_an_event_is_tried_again(plain: Visitor, site: Site) -> None:
    """A plain form tries it again; whoever loads the page later sees what became of that."""
    event_id = dead_letter(site)
    page = plain.open(f"/webhook-events/{event_id}")

    page.get_by_role("button", name="Retry").click()

    assert wait_until(lambda: bool(page.reload()) and page.locator(".attempt").count() == 2)


def test_the_menu_of_a_phone_opens(chromium: Browser, site: Site) -> None:
    """What has no room in the bar of a phone is one touch away."""
    with visiting(chromium, site, PHONE, java_script_enabled=False) as visitor:
        visitor.sign_in()
        page = visitor.page
        page.locator("#more summary").tap()

        page.locator("#more").get_by_role("link", name="Status").tap()

        expect(page.get_by_role("heading", name="Status", level=1)).to_be_visible()


@pytest.mark.parametrize("name", sparing(sorted({*NAMES.values()} - NOT_FOR_VIEWERS)))
def test_a_viewer_is_offered_nothing(viewer: Visitor, site: Site, name: str) -> None:
    """Who may only read finds no form on any page but the one to sign out."""
    page = viewer.open(addresses(site)[name])

    expect(page.locator(ACTS)).to_have_count(0)


@pytest.mark.parametrize("name", sorted(NOT_FOR_VIEWERS))
def test_a_viewer_is_refused(viewer: Visitor, site: Site, name: str) -> None:
    """What is for operators and admins is refused to whoever knows its address."""
    page = viewer.open(addresses(site)[name])

    expect(page.locator("[data-error]")).to_be_visible()
    viewer.forgives("403")
