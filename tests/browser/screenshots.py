"""
Pictures of every page for the documentation, on a desk and on a phone, light and dark.

    CRM_CHROMIUM=/usr/bin/chromium python -m tests.browser.screenshots [NAME ...]

They are taken of a served console, at a shop that is made up, into `docs/screenshots`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import sync_playwright
from rich.progress import track

from entrypoints.bootstrap import bootstrap
from entrypoints.settings import Settings
from entrypoints.tokens import create_token
from openphone_crm.access import Role
from openphone_crm.testing import FakeOpenPhone
from tests.browser.addresses import SIGN_IN, addresses
from tests.browser.site import WEBHOOK_KEYS, Site, served
from tests.browser.visitors import DESK, PHONE, Visitor, visiting
from tests.integration.processes import CHECKOUT
from tests.integration.waiting import wait_until

PLACE: Final = CHECKOUT / "docs" / "screenshots"
DEVICES: Final = {"desk": DESK, "phone": PHONE}
SCHEMES: Final = ("light", "dark")
DELIVERIES: Final = 120
COLORS: Final = 96
FIGURES_S: Final = 180.0
SEED: Final = "pictures"
SETTINGS: Final = {"CRM_TIMEZONE": "America/Los_Angeles", "CRM_WEBHOOK_TOLERANCE_S": "86400"}
"""What is told now is signed as if it had been told in the last hours."""


PEOPLE: Final = {Role.ADMIN: "Dana", Role.OPERATOR: "Luis", Role.VIEWER: "Front desk"}


def main(names: Collection[str]) -> None:
    """Take those of the named pages, or of all."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with served(**SETTINGS) as nameless, sync_playwright() as playwright:
        site = _named(nameless)
        _open_the_shop(site)
        # Root, as in a container, has no sandbox.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = os.environ.get("CRM_CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        pages = {**addresses(site), "thread": _liveliest(site)}
        for device, scheme in product(DEVICES, SCHEMES):
            look = {"color_scheme": scheme, "reduced_motion": "reduce"}
            with visiting(browser, site, DEVICES[device], **look) as visitor:
                for name in track(_visited(visitor, pages, names), f"{device}, {scheme}", len(pages) + 1):
                    _take(visitor, PLACE / f"{name}-{device}-{scheme}.png")
        browser.close()


def _open_the_shop(site: Site) -> None:
    """Have two hours of the fixed cast told, the newest of it now."""
    now = datetime.now(UTC)
    shop = FakeOpenPhone(WEBHOOK_KEYS, start=now, seed=SEED, workspace=site.openphone.fake.workspace)
    for number in track(range(DELIVERIES), "the shop opens"):
        at = now - timedelta(minutes=DELIVERIES - number)
        with site.openphone.at_rest():
            [delivery] = shop.take(1, at)
        site.deliver(delivery)
    site.settle()
    assert wait_until(lambda: _is_counted(site), limit_s=FIGURES_S), "the scheduler keeps no figures"


def _is_counted(site: Site) -> bool:
    """Whether the plots of the status show something: the figures of a minute are kept after it."""
    series = site.api("GET", "status/history").json()["series"]
    return any(amount for points in series.values() for _, amount in points)


def _named(site: Site) -> Site:
    """The same site, used by people whose names are like those of people."""
    with bootstrap(Settings.load(site.settings)) as application:
        tokens = {role: create_token(application, name, role) for role, name in PEOPLE.items()}
    return Site.at(site.url, site, tokens=tokens)


def _liveliest(site: Site) -> str:
    """Where the thread is that shows most kinds of things."""
    talks = site.listed("conversations", limit=30)
    kinds = {
        talk["id"]: len({item["kind"] for item in site.listed(f"conversations/{talk['id']}/timeline")})
        for talk in talks
    }
    return f"/conversations/{max(kinds, key=lambda talk_id: kinds[talk_id])}"


def _visited(visitor: Visitor, pages: Mapping[str, str], names: Collection[str]) -> Iterator[str]:
    """Name each page while the visitor is there: the one to sign in with first."""
    visitor.open(SIGN_IN)
    yield "sign-in"
    visitor.sign_in()
    for name, path in pages.items():
        if not names or name in names:
            visitor.open(path)
            yield name


def _take(visitor: Visitor, path: Path) -> None:
    """Take a picture of what is seen, in few colors: so it is a tenth as large."""
    visitor.page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(visitor.page.screenshot())).convert("RGB")
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
