"""The pages for admins: tokens, who did what, and the settings."""

from __future__ import annotations

import attrs
import pytest

from adapters.falcon_http import ShownSetting, create_app
from entrypoints.setting_texts import TEXTS, shown_settings
from entrypoints.settings import Settings
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World

PAGES = ("/people", "/people/audit", "/settings")
SECRET = "made-up-secret"


@pytest.fixture
def admin(world: World) -> Visitor:
    """Lend an admin who is signed in."""
    return Visitor.signed_in(world, "admin")


@pytest.mark.parametrize("path", PAGES)
def test_only_admins_see_them(visitor: Visitor, path: str) -> None:
    """An operator is told that this is for admins."""
    assert visitor.get(path).status_code == 403


def test_a_token_is_shown_once(world: World, admin: Visitor) -> None:
    """The page that answers has the secret, which opens the API; no other page ever has it."""
    answer = admin.post("/people", name="front desk", role="viewer")

    assert SECRET in answer.text
    assert answer.headers["cache-control"] == "no-store"
    opened = world.send("GET", "/api/v1/conversations", headers={"Authorization": f"Bearer {SECRET}"})
    assert opened.status_code == 200
    page = admin.get("/people").text
    assert "front desk" in page
    assert SECRET not in page


@pytest.mark.parametrize(
    ("name", "role", "status"), [("operator", "viewer", 303), ("  ", "viewer", 303), ("x", "king", 400)]
)
def test_what_is_no_token_is_not_made(admin: Visitor, name: str, role: str, status: int) -> None:
    """A name in use, none at all and a role that there is not are refused in words."""
    assert admin.post("/people", name=name, role=role).status_code == status
    assert SECRET not in admin.get("/people").text


def test_a_token_is_revoked(world: World, admin: Visitor) -> None:
    """Revoked, it opens nothing; again, one is told so; one's own stays."""
    admin.post("/people/revoke", name="viewer")

    assert "viewer opens nothing any more." in admin.get("/people").text
    assert world.get("conversations", role="viewer").status_code == 401
    admin.post("/people/revoke", name="viewer")
    assert "viewer was revoked already." in admin.get("/people").text
    admin.post("/people/revoke", name="admin")
    assert "the token that you are signed in with" in admin.get("/people").text


def test_an_operator_makes_no_tokens(visitor: Visitor) -> None:
    """Handing out tokens, and taking them back, is for admins."""
    assert visitor.post("/people", name="x", role="admin").status_code == 403
    assert visitor.post("/people/revoke", name="viewer").status_code == 403


def test_acts_are_shown(admin: Visitor) -> None:
    """Who signed in, and who made which token, stands in the log of acts."""
    admin.post("/people", name="front desk", role="viewer")

    page = admin.get("/people/audit").text

    assert "token created" in page
    assert "role: viewer" in page
    assert "signed in" in page


def test_settings_are_shown(world: World) -> None:
    """A setting stands under what it is about, with what it is for."""
    setting = ShownSetting(group="Alerts", name="CRM_X", value="***", sentence="What rings.", is_usual=False)
    parts = attrs.evolve(world.parts, settings=[setting])
    admin = Visitor.signed_in(attrs.evolve(world, app=create_app(parts), parts=parts), "admin")

    page = admin.get("/settings").text

    assert all(words in page for words in ("Alerts", "CRM_X", "***", "What rings."))


def test_every_setting_is_explained() -> None:
    """No setting is without a sentence, and no sentence without its setting; secrets are masked."""
    settings = Settings.load({"OPENPHONE_API_KEY": "very-secret", "CRM_TIMEZONE": "Europe/Berlin"})

    shown = {setting.name: setting for setting in shown_settings(settings)}

    assert set(shown) == set(TEXTS) == {name for name, _ in settings.shown()}
    assert "very-secret" not in str(shown)
    assert (shown["CRM_TIMEZONE"].is_usual, shown["CRM_DEFAULT_REGION"].is_usual) == (False, True)
