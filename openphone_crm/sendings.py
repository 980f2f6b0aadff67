"""Having somebody told: one follow-up for each channel, so that each is retried by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, TypeAlias

import attrs

from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.notifications import Notification
from openphone_crm.priority import Priority

SEND: Final = "send"
"""The kind of follow-up that sends one notification through one channel."""
TROUBLING: Final = 2
"""So often something fails that is still tried before that is a trouble of its channel."""

Try: TypeAlias = tuple[str, datetime]
"""Through which channel something was sent, or was to be, and when."""


@attrs.frozen(kw_only=True)
class Sending:
    """
    Something to be told, and what makes it one thing: sent again under the same `told_as` it is sent once.

    `subject` is what it is about.
    """

    notification: Notification
    told_as: tuple[str, ...]
    subject: str
    at: datetime
    priority: Priority = Priority.CRITICAL

    def through(self, channels: Iterable[str]) -> tuple[FollowUp, ...]:
        """What is to be done for each of these channels."""
        return tuple(self._through(channel) for channel in channels)

    def _through(self, channel: str) -> FollowUp:
        return FollowUp(
            id=follow_up_id(SEND, *self.told_as, channel),
            kind=SEND,
            subject=self.subject,
            priority=self.priority,
            created_at=self.at,
            due_at=self.at,
            details={
                "channel": channel,
                "title": self.notification.title,
                "body": self.notification.body,
            },
        )


@attrs.frozen(kw_only=True)
class ChannelTrouble:
    """
    What does not get through a channel: how many notifications, and when one of them was last tried.

    `sent_at` is when something got through, where that was later.
    """

    count: int
    failed_at: datetime
    sent_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether the channel works again, whatever became of what failed."""
        return self.sent_at is not None


def troubles_of(failed: Iterable[Try], sent: Iterable[Try]) -> dict[str, ChannelTrouble]:
    """What does not get through, by channel, from all that failed and what was sent meanwhile."""
    troubles: dict[str, ChannelTrouble] = {}
    for channel, at in failed:
        known = troubles.get(channel, ChannelTrouble(count=0, failed_at=at))
        troubles[channel] = ChannelTrouble(count=known.count + 1, failed_at=max(known.failed_at, at))
    for channel, at in sent:
        trouble = troubles.get(channel)
        if trouble is not None and at > (trouble.sent_at or trouble.failed_at):
            troubles[channel] = attrs.evolve(trouble, sent_at=at)
    return troubles
