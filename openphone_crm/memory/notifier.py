"""A way out to people that ends in this process."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from openphone_crm.errors import NotFoundError, UnavailableError
from openphone_crm.notifications import Audience, Notification


class MemoryNotifier:
    """Keeps what was sent through each channel; a channel fails as long as it is told to."""

    def __init__(self, channels: Mapping[Audience, Sequence[str]]) -> None:
        self._lock = threading.Lock()
        self._channels = {audience: tuple(dict.fromkeys(names)) for audience, names in channels.items()}
        self._sent: dict[str, list[Notification]] = {
            name: [] for names in self._channels.values() for name in names
        }
        self._failing: set[str] = set()

    def channels(self, audience: Audience) -> tuple[str, ...]:
        """The channels of an audience, each once."""
        return self._channels.get(audience, ())

    def send(self, channel: str, notification: Notification) -> None:
        """
        Keep it, as sent through that channel.

        Raises:
            NotFoundError: When there is no such channel.
            UnavailableError: When the channel was told to fail.
        """
        with self._lock:
            if channel not in self._sent:
                raise NotFoundError("channel", channel)
            if channel in self._failing:
                raise UnavailableError("channel", "it was told to fail")
            self._sent[channel].append(notification)

    def sent(self, channel: str) -> tuple[Notification, ...]:
        """All that went through that channel, in order."""
        with self._lock:
            return tuple(self._sent[channel])

    def fail(self, channel: str) -> None:
        """Let every try through that channel fail from now on."""
        with self._lock:
            self._failing.add(channel)

    def recover(self, channel: str) -> None:
        """Let that channel work again."""
        with self._lock:
            self._failing.discard(channel)
