"""A browser for each test process, a console to use in it, and no complaint that goes unheard."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.site import Site, served
from tests.browser.visitors import DESK, PATIENCE_MS, PHONE, Visitor, visiting

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the Chromium that the machine has, or the one of `CRM_CHROMIUM`."""
    with sync_playwright() as playwright:
        # Root, as in a container, has no sandbox.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CRM_CHROMIUM") or None, args=options
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Serve one console for all tests of a process; each tells its own story in it."""
    with served() as site:
        yield site


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """Sit at a desk, signed in as an admin."""
    with visiting(chromium, site, DESK) as visitor:
        visitor.sign_in()
        yield visitor


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """Hold a phone, signed in as an admin."""
    with visiting(chromium, site, PHONE) as visitor:
        visitor.sign_in()
        yield visitor
