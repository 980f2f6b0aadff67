"""Everybody can use every page: nothing serious stands in the way of who cannot see, hear or point well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped] # it has no types
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.addresses import NAMES, NOT_FOUND, SIGN_IN, addresses, shown_templates
from tests.browser.site import Site
from tests.browser.visitors import DESK, PHONE, Visitor, visiting

GRAVE = ("serious", "critical")
CONTRAST = {"runOnly": ["color-contrast"]}
DEVICES = {"desk": DESK, "phone": PHONE}
NARROW: ViewportSize = {"width": 360, "height": 740}

Visits = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def visits(chromium: Browser, site: Site) -> Iterator[Visits]:
    """Sit at a desk and hold a phone, for as long as pages are looked at."""
    with ExitStack() as opened:
        visitors: dict[str, Visitor] = {}

        def visit(device: str) -> Visitor:
            if device not in visitors:
                visitor = opened.enter_context(
                    visiting(chromium, site, DEVICES[device], reduced_motion="reduce")
                )
                visitor.sign_in()
                visitors[device] = visitor
            return visitors[device]

        yield visit


def test_no_page_is_forgotten() -> None:
    """Each page that the application shows is looked at here."""
    assert shown_templates() == set(NAMES)


@pytest.mark.parametrize("device", ["desk", pytest.param("phone", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", NAMES.values())
def test_a_page_is_accessible(visits: Visits, site: Site, name: str, device: str) -> None:
    """
    No page of the console has a serious fault, in light or dark, at a desk or on a phone.

    On the narrowest phone nothing but a box of its own is scrolled sideways.
    """
    page = visits(device).open(addresses(site)[name])

    assert _faults(page) == []
    assert _faults_in_the_dark(page) == []
    assert device != "phone" or _width_on(NARROW, page) == NARROW["width"]


@pytest.mark.parametrize("path", [SIGN_IN, NOT_FOUND])
def test_a_page_for_strangers_is_accessible(chromium: Browser, site: Site, path: str) -> None:
    """The page to sign in with, and the one that says that something is not here, have none either."""
    with visiting(chromium, site, PHONE, reduced_motion="reduce") as visitor:
        if path == NOT_FOUND:
            visitor.sign_in()
        page = visitor.open(path)

        faults = _faults(page) + _faults_in_the_dark(page)

        visitor.complaints.clear()
    assert faults == []


def _width_on(screen: ViewportSize, page: Page) -> int:
    """How wide a page is on that screen, which it should not be wider than."""
    usual = page.viewport_size
    page.set_viewport_size(screen)
    width: int = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(usual or screen)
    return width


def _faults_in_the_dark(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    try:
        return _faults(page, CONTRAST)
    finally:
        page.emulate_media(color_scheme="light")


def _faults(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds that is grave, with where it is and what it says."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "options => axe.run(document, options)", {"resultTypes": ["violations"], **(options or {})}
    )
    return [
        f"{fault['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
