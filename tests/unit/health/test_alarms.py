"""Alarms are told on each transition, and only then."""

from __future__ import annotations

from openphone_crm.alerts import Rule, Severity
from openphone_crm.paging import PageRequest
from tests.unit.health.clinic import Clinic


def test_an_alarm_is_told_once() -> None:
    """Through every channel of those who run this, however often it rings, and through no other."""
    clinic = Clinic("mail", "pager")

    for _ in range(3):
        clinic.alarms.ring(Rule.API_KEY, title="The key is refused", message="Make another.")

    assert clinic.told() == [("mail", "The key is refused"), ("pager", "The key is refused")]


def test_its_end_is_told_once() -> None:
    """As often as it is found to be over, and not when it never began."""
    clinic = Clinic()
    clinic.alarms.stop(Rule.API_KEY, title="never", message="It never rang.")
    clinic.alarms.ring(Rule.API_KEY, title="refused", message="Make another.")

    for _ in range(3):
        clinic.alarms.stop(Rule.API_KEY, title="accepted", message="It works.")

    assert clinic.told() == [("mail", "accepted"), ("mail", "refused")]


def test_it_rings_anew_after_its_end() -> None:
    """A fault that comes again is told again, and is an alert of its own."""
    clinic = Clinic()
    clinic.alarms.ring(Rule.API_KEY, title="first", message="Make another.")
    clinic.alarms.stop(Rule.API_KEY, title="over", message="It works.")
    clinic.clock.advance(seconds=60)

    clinic.alarms.ring(Rule.API_KEY, title="second", message="Make another.")

    assert clinic.told() == [("mail", "first"), ("mail", "over"), ("mail", "second")]
    assert len(clinic.crm.alert_book.find(PageRequest()).items) == 2


def test_the_alert_says_what_to_do() -> None:
    """It is kept with its message, how bad it is and since when; another fault is another alert."""
    clinic = Clinic()

    clinic.alarms.ring(Rule.BUDGET, title="spent", message="Raise it.", severity=Severity.WARNING)

    alert = clinic.crm.alert_book.open(Rule.BUDGET)
    assert alert is not None
    assert (alert.message, alert.severity, alert.since) == ("Raise it.", Severity.WARNING, clinic.clock.now())
    assert clinic.crm.alert_book.open(Rule.TRUST) is None


def test_nobody_need_listen() -> None:
    """Without a channel the alert is kept all the same."""
    clinic = Clinic(channels=False)

    clinic.alarms.ring(Rule.API_KEY, title="refused", message="Make another.")

    assert clinic.told() == []
    assert clinic.crm.alert_book.open(Rule.API_KEY) is not None
