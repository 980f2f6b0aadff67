"""Styles and scripts: kept for ever under an address that changes with them."""

from __future__ import annotations

import re

import pytest

from adapters.falcon_http.console.assets import Assets
from tests.integration.falcon_http.world import World

ASSETS = Assets.load()


def test_an_asset_is_kept_for_ever(world: World) -> None:
    """What a page names is there for everybody, and never asked for again."""
    answer = world.send("GET", ASSETS.path("app.css"))

    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_asset_of_another_version_is_the_present_one(world: World) -> None:
    """A page from before an update still finds its scripts, but nobody keeps them under that address."""
    answer = world.send("GET", "/static/0000000000000000/live.js")

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fassets.py", "%2e%2e", "assets.py", "templates"])
def test_nothing_else_is_served(world: World, name: str) -> None:
    """Only what stands in the directory of static files is there."""
    assert world.send("GET", f"/static/{ASSETS.digest}/{name}").status_code == 404


def test_all_styles_are_one_file() -> None:
    """Tokens come first, and nothing is left out."""
    styles = ASSETS.files["app.css"].decode()

    assert styles.index("--accent:") < styles.index(".shell {") < styles.index(".tabs {")


def test_modules_import_what_is_there() -> None:
    """What one script imports from beside it is served."""
    scripts = {name: text.decode() for name, text in ASSETS.files.items() if name.endswith(".js")}

    imported = {
        found for text in scripts.values() for found in re.findall(r'(?:from|import) "\./([^"]+)"', text)
    }

    assert imported
    assert imported <= set(scripts)


def test_no_file_is_long() -> None:
    """Styles, scripts and templates are read by people too."""
    too_long = [name for name, text in ASSETS.files.items() if name != "app.css" and text.count(b"\n") > 250]

    assert too_long == []
