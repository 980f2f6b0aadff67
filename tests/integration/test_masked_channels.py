"""The addresses of channels, which hold secrets, in what was masked."""

from __future__ import annotations

from entrypoints.logs.masking import Masking
from entrypoints.logs.secrets import secrets_of
from entrypoints.settings import Settings


def test_channels_are_masked_and_their_hosts_stay() -> None:
    """Nobody can tell in which part of its address a service has its token, so that each may be one."""
    url = "json://user-name:pass-word@hooks.example.com/T0KEN-ABC-123/way"
    settings = Settings.load({"CRM_ALERT_URLS": url})
    masking = Masking(secrets_of(settings))

    shown = [masking.of_text(text) for text in (url, "POST /T0KEN-ABC-123", "hooks.example.com is away")]

    assert shown == ["***", "POST /***", "hooks.example.com is away"]
