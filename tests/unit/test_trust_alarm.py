"""Those who run this hear when a field is not filled without asking any more, and when it is again."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Rule, Severity
from openphone_crm.extraction.readings import Topic
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryNotifier
from openphone_crm.notifications import Audience
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.trust_alarm import TrustAlarm


class Watched:
    """A reader whose fields are doubted, or not."""

    def __init__(self) -> None:
        self.crm = MemoryCrm()
        self.doubted: frozenset[Topic] = frozenset()
        notifier = MemoryNotifier({Audience.OPERATORS: ["mail"]})
        alarms = Alarms(book=self.crm.alert_book, notifier=notifier, clock=MemoryClock(make.NOON))
        self.alarm = TrustAlarm(alarms=alarms, doubtful=lambda: self.doubted)

    def told(self) -> list[str]:
        """Give the titles of all that was told."""
        claims = self.crm.follow_ups.claim(
            Priority.CRITICAL, worker="w", now=make.NOON, lease=timedelta(minutes=2), limit=9
        )
        return [claim.details["title"] for claim in claims]


def test_trust_that_is_lost_is_told_once() -> None:
    """The alert names the fields, says what to do, and is no emergency."""
    watched = Watched()
    watched.doubted = frozenset({Topic.NAME, Topic.EMAIL})

    found = [watched.alarm() for _ in range(3)]

    alert = watched.crm.alert_book.open(Rule.TRUST)
    assert found == [watched.doubted] * 3
    assert watched.told() == ["Too much of what is read is wrong: email, name"]
    assert alert is not None
    assert alert.severity is Severity.WARNING
    assert "CRM_AUTO_ADD_PRECISION" in alert.message


def test_trust_that_is_won_back_ends_the_alert() -> None:
    """It is told once more, and then there is silence."""
    watched = Watched()
    watched.doubted = frozenset({Topic.NAME})
    watched.alarm()
    watched.told()
    watched.doubted = frozenset()

    found = [watched.alarm() for _ in range(2)]

    assert found == [frozenset()] * 2
    assert watched.told() == ["What is read is trusted again"]
    assert watched.crm.alert_book.open(Rule.TRUST) is None
