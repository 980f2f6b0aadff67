"""Sending one notification through one channel."""

from __future__ import annotations

from adapters.notifications import AppriseNotifier
from openphone_crm.notifications import Audience, Notification

MISSED = Notification(title="Missed call", body="Ann called.")
PATIENCE_S = 30.0


def send(url: str, notification: Notification = MISSED, *, limit_s: float = PATIENCE_S) -> None:
    """Send through the channel of one URL."""
    notifier = AppriseNotifier({Audience.PEOPLE: [url]}, limit_s=limit_s)
    [channel] = notifier.channels(Audience.PEOPLE)
    notifier.send(channel, notification)
