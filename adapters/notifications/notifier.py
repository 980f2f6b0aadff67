"""Sending notifications to whoever the settings name."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_crm.errors import NotFoundError
from openphone_crm.notifications import Audience, Notification

if TYPE_CHECKING:
    from .channel import Channel

LIMIT_S = 18.0

# What it logs holds addresses and paths; it is read for the reason of a failure, and goes no further.
_LOG = logging.getLogger("apprise")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False
_LOG.setLevel(logging.DEBUG)


class AppriseNotifier:
    """
    Sends through the services that apprise URLs name.

    Apprise is loaded with the first notification: it takes a second, and most processes never tell anybody.
    """

    def __init__(self, urls: Mapping[Audience, Sequence[str]], *, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._names = {
            audience: {_name(url): url for url in addresses} for audience, addresses in urls.items()
        }
        self._urls = {name: url for names in self._names.values() for name, url in names.items()}
        self._channels: dict[str, Channel] = {}

    def channels(self, audience: Audience) -> tuple[str, ...]:
        """The channels of an audience, each once, in the order of the settings."""
        return tuple(self._names.get(audience, ()))

    def send(self, channel: str, notification: Notification) -> None:
        """
        Deliver it through one channel, or give up at the time limit.

        Raises:
            NotFoundError: When no URL has that name.
            UnavailableError: When the channel cannot be reached or refuses.
        """
        if channel not in self._urls:
            raise NotFoundError("channel", channel)
        if channel not in self._channels:
            self._channels[channel] = _opened(self._urls[channel])
        self._channels[channel].deliver(notification, limit_s=self._limit_s)


def is_channel_url(text: str) -> bool:
    """Tell whether apprise can send to that URL; nothing is sent."""
    try:
        _opened(text)
    except ValueError:
        return False
    return True


def _opened(url: str) -> Channel:
    from .channel import Channel  # noqa: PLC0415 - it loads apprise

    return Channel(url)


def _name(url: str) -> str:
    # Slow on purpose: a name stands in the database, and must not help to guess the password behind it.
    return hashlib.scrypt(url.encode(), salt=b"openphone-crm channel", n=2**12, r=8, p=1, dklen=8).hex()
