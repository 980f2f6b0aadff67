"""The HTTP face: OpenPhone's webhooks come in, the polled JSON API goes out."""

from __future__ import annotations

from .app import Web, create_app
from .parts import HttpParts
from .shown_settings import ShownSetting

__all__ = ["HttpParts", "ShownSetting", "Web", "create_app"]
