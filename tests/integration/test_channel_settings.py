"""The settings that name channels, checked by what will speak to them."""

from __future__ import annotations

import pytest

from entrypoints.settings import Settings
from openphone_crm.errors import SettingsError

PASSWORD = "hunter2"


@pytest.mark.parametrize("name", ["CRM_ALERT_URLS", "CRM_NOTIFY_URLS"])
@pytest.mark.parametrize(
    "text",
    [
        "ann@example.com",
        "nonsense://example.com",
        "mailto://example.com",
        "mailto://[",
        f"mailto:{PASSWORD}",
        "mailto://ann:secret@example.com, ben@example.com",
        "json://a b://c",
    ],
)
def test_what_no_channel_can_be_made_of_is_named(name: str, text: str) -> None:
    """The setting is named, and nothing of what may be secret is shown."""
    with pytest.raises(SettingsError) as raised:
        Settings.load({name: text})

    assert str(raised.value).startswith(f"{name}: must be apprise URLs such as mailto://")
    assert PASSWORD not in str(raised.value)


@pytest.mark.parametrize("between", [" ", ",", ", ", " ,\n "])
def test_commas_within_a_service_url_belong_to_it(between: str) -> None:
    """Mail to two people is one URL, whatever separates it from the next."""
    mail = "mailto://ann:pw@example.com?to=a@example.com,b@example.com"
    web = "json://localhost/a,b"

    settings = Settings.load({"CRM_NOTIFY_URLS": f"{mail}{between}{web},"})

    assert settings.notify_urls == (mail, web)


def test_the_service_url_that_is_wrong_is_counted() -> None:
    """Of several secrets the wrong one is named by its place."""
    with pytest.raises(SettingsError) as raised:
        Settings.load({"CRM_ALERT_URLS": f"json://localhost nonsense://{PASSWORD}"})

    assert str(raised.value) == (
        "CRM_ALERT_URLS: must be apprise URLs such as mailto://USER:PASSWORD@HOST?to=ADDRESS; "
        "number 2 is none that works here"
    )


def test_no_password_of_a_channel_is_shown() -> None:
    """Neither the text of the settings nor what `check` prints holds a channel's password."""
    settings = Settings.load({"CRM_ALERT_URLS": f"mailto://ann:{PASSWORD}@example.com"})

    assert PASSWORD not in f"{settings!r} {settings.shown()}"
