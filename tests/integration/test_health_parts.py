"""Which webhooks are ours to be tested, and what becomes of an absent database."""

from __future__ import annotations

import pytest

from entrypoints.health import leads_here, look_after
from entrypoints.plugging import checked_numbers_of, leaves_out_of
from entrypoints.settings import Settings
from openphone_crm.errors import StoreAwayError
from openphone_crm.events import MessageReported
from openphone_crm.health.markers import CheckedNumbers, text_of
from openphone_crm.memory import MemoryClock, MemoryNotifier
from openphone_crm.notifications import Audience
from openphone_crm.remote import Registration, Surface
from openphone_crm.stamps import Stamp
from openphone_crm.store_alarm import StoreAlarm
from openphone_crm.testing import builders as make

MAIN, MONITOR = "+12065550100", "+12065550190"
CHECK = MessageReported(
    stamp=Stamp(make.NOON, 0, ""),
    reported_at=make.NOON,
    openphone_id="ACx1",
    text=text_of("0" * 32),
    from_number=MONITOR,
    to_numbers=(MAIN,),
)


def registration(url: str) -> Registration:
    """A webhook that leads there."""
    return Registration(id="1", surface=Surface.DATED, url=url, events=frozenset(), is_enabled=True)


@pytest.mark.parametrize(
    ("url", "anywhere", "at_ours"),
    [
        ("https://crm.example.com/webhooks/openphone", True, True),
        ("https://other.example.com/webhooks/openphone", True, False),
        ("https://crm.example.com.evil.example/webhooks/openphone", True, False),
        ("https://crm.example.com/zapier", False, False),
    ],
)
def test_ours_are_those_that_lead_here(url: str, *, anywhere: bool, at_ours: bool) -> None:
    """To our path; and to our public address, where the settings tell it."""
    settings = [Settings.load({}), Settings.load({"CRM_PUBLIC_URL": "https://crm.example.com/"})]

    found = [leads_here(each, registration(url)) for each in settings]

    assert found == [anywhere, at_ours]


def test_both_numbers_are_needed() -> None:
    """With one of them alone nothing is checked, and nothing left out."""
    numbers = {"CRM_MAIN_NUMBER": MAIN, "CRM_MONITOR_NUMBER": MONITOR}
    whole, half = Settings.load(numbers), Settings.load({"CRM_MAIN_NUMBER": MAIN})

    found = [checked_numbers_of(whole), checked_numbers_of(half)]

    assert found == [CheckedNumbers(main=MAIN, monitor=MONITOR), None]
    assert [leaves_out_of(each)(CHECK) for each in (whole, half)] == [True, False]


def test_an_absent_database_is_noted_and_said() -> None:
    """The duty fails as any other, so that the log says it; those who run this are told as well."""
    clock, notifier = MemoryClock(make.NOON), MemoryNotifier({Audience.OPERATORS: ["mail"]})
    alarm = StoreAlarm(notifier=notifier, clock=clock)

    def check() -> None:
        raise StoreAwayError("database", "connection refused")

    for _ in range(2):
        with pytest.raises(StoreAwayError):
            look_after(alarm, check)
        clock.advance(seconds=120)
    look_after(alarm, lambda: None)

    assert [len(notification.title) > 0 for notification in notifier.sent("mail")] == [True, True]
