"""Where webhooks are delivered to: a server's address, or the full address of its webhook."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from entrypoints.setting_values import HOST, web_url
from openphone_crm.errors import SettingsError

WEBHOOK_PATH: Final = "/webhooks/openphone"


def webhook_address(url: str) -> str:
    """
    Give the full address that a person means by `--url`.

    Raises:
        SettingsError: When it is no address of a web server.
    """
    try:
        checked = web_url(url)
    except ValueError as error:
        raise SettingsError("--url", str(error)) from error
    parts = urlsplit(checked)
    if parts.username is not None or not HOST.fullmatch(parts.netloc):
        raise SettingsError("--url", "must be http://HOST or https://HOST, without a name or a password")
    return checked if urlsplit(checked).path else checked + WEBHOOK_PATH
