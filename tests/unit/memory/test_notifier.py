"""A notifier that remembers."""

from __future__ import annotations

import pytest

from openphone_crm.errors import UnavailableError
from openphone_crm.memory import MemoryNotifier
from openphone_crm.notifications import Audience, Notification

FIRST = Notification(title="Missed call", body="Ann")
SECOND = Notification(title="Voicemail", body="Ben")


def test_what_was_sent_is_kept_by_channel() -> None:
    """A test can ask what went through each channel, in order."""
    notifier = MemoryNotifier({Audience.PEOPLE: ["mail", "chat"]})
    notifier.send("mail", FIRST)
    notifier.send("mail", SECOND)
    notifier.send("chat", SECOND)

    sent = [notifier.sent(channel) for channel in notifier.channels(Audience.PEOPLE)]

    assert sent == [(FIRST, SECOND), (SECOND,)]


def test_one_channel_fails_alone() -> None:
    """A channel that was told to fail holds up no other."""
    notifier = MemoryNotifier({Audience.PEOPLE: ["mail"], Audience.OPERATORS: ["chat"]})
    notifier.fail("mail")

    notifier.send("chat", FIRST)

    with pytest.raises(UnavailableError):
        notifier.send("mail", FIRST)
    assert (notifier.sent("mail"), notifier.sent("chat")) == ((), (FIRST,))
