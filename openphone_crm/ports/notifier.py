"""The way out to people: mail, chat and the like."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.notifications import Audience, Notification


class Notifier(Protocol):
    """
    Delivers notifications, one channel at a time.

    A channel is known by a name that gives nothing away: its address often holds a password, and
    belongs neither into the database nor into a log. The same address has the same name in every process.
    """

    def channels(self, audience: Audience) -> tuple[str, ...]:
        """The channels of an audience, each once; none when nobody wants to be told."""
        ...

    def send(self, channel: str, notification: Notification) -> None:
        """
        Deliver it through one channel, within 20 seconds.

        Raises:
            NotFoundError: When there is no such channel (any more).
            UnavailableError: When the channel cannot be reached or refuses; trying later may help.
        """
        ...
