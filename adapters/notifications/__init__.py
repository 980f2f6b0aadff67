"""The way out to people: apprise, which speaks to mail servers and some hundred services."""

from __future__ import annotations

from .notifier import AppriseNotifier, is_channel_url

__all__ = ["AppriseNotifier", "is_channel_url"]
