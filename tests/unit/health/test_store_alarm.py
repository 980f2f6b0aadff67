"""That the database is away is told without the database."""

from __future__ import annotations

from openphone_crm.errors import StoreAwayError
from openphone_crm.memory import MemoryClock, MemoryNotifier
from openphone_crm.notifications import Audience
from openphone_crm.store_alarm import StoreAlarm
from openphone_crm.testing import builders as make

AWAY = StoreAwayError("database", "connection refused")


class Post:
    """An alarm, its clock, and what arrives of it."""

    def __init__(self) -> None:
        self.clock = MemoryClock(make.NOON)
        self.notifier = MemoryNotifier({Audience.OPERATORS: ["mail", "pager"], Audience.PEOPLE: ["shop"]})
        self.alarm = StoreAlarm(notifier=self.notifier, clock=self.clock)

    def away(self, *, seconds: int) -> None:
        """Have the store be away for so long, looked at every ten seconds."""
        for _ in range(0, seconds + 1, 10):
            self.alarm.away(AWAY)
            self.clock.advance(seconds=10)

    def titles(self, channel: str = "mail") -> list[str]:
        """What arrived there."""
        return [notification.title for notification in self.notifier.sent(channel)]


def test_an_absence_of_two_minutes_is_told_once() -> None:
    """Through every channel of those who run this, with what to do; a restart that is shorter is not told."""
    post = Post()
    post.away(seconds=110)
    before = post.titles()

    post.away(seconds=600)

    assert before == []
    assert post.titles() == post.titles("pager") == ["Health check failed: the database is away"]
    assert post.titles("shop") == []
    assert "connection refused" in post.notifier.sent("mail")[0].body
    assert "CRM_DATABASE_URL" in post.notifier.sent("mail")[0].body


def test_its_return_is_told_once() -> None:
    """Only when its absence was told, with the moment from which on it was away."""
    post = Post()
    post.away(seconds=20)
    post.alarm.back()
    post.away(seconds=130)

    for _ in range(3):
        post.alarm.back()

    assert post.titles() == [
        "Health check failed: the database is away",
        "Health check: all is well again",
    ]
    assert "2026-04-13 12:00 UTC" in post.notifier.sent("mail")[1].body


def test_a_channel_that_fails_hinders_no_other() -> None:
    """Each is tried, whatever becomes of the one before it."""
    post = Post()
    post.notifier.fail("mail")

    post.away(seconds=130)

    assert len(post.titles("pager")) == 1
