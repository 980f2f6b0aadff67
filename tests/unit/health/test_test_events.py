"""Signed test events check the way to here for nothing, where OpenPhone has them."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.errors import NotFoundError, UnavailableError
from openphone_crm.health.checks import CheckKind, CheckState
from openphone_crm.health.faults import Fault
from openphone_crm.health_probes import TestEventProbe
from openphone_crm.memory import MemoryClock, MemoryOpenPhone
from openphone_crm.remote import Registration, Surface
from openphone_crm.testing import builders as make
from openphone_crm.testing.health_builders import health_check
from openphone_crm.work_records import Status
from tests.unit.health.clinic import OUR_URL, Clinic

HOUR = timedelta(hours=1)
TEST = CheckKind.TEST_EVENT
AWAY = UnavailableError("OpenPhone", "status 503")


def clinic_with(*events: str, url: str | None = None) -> Clinic:
    """A workspace of the newer API, with a webhook for these events."""
    clinic = Clinic(surface=Surface.DATED)
    clinic.register(*events, **({"url": url} if url else {}))
    return clinic


def well(clinic: Clinic) -> None:
    """Have everything that was asked for arrive and be worked on."""
    clinic.receive_and_work()
    if clinic.openphone.test_events:
        clinic.receive(delivery_key=clinic.openphone.test_events[-1], status=Status.IGNORED)


def test_one_is_asked_for_every_hour() -> None:
    """Its delivery is what is looked for; the text is sent as seldom as ever."""
    clinic = clinic_with("message.received", "task.created")

    for _ in range(3):
        clinic.attend()
        well(clinic)
        clinic.attend_for(HOUR)

    checks = clinic.checks(TEST)
    assert [check.started_at for check in checks[:3]] == [make.NOON + n * HOUR for n in range(3)]
    assert [check.openphone_id for check in checks] == clinic.openphone.test_events
    assert {check.state for check in checks[:3]} == {CheckState.OK}
    assert len(clinic.openphone.outbox) == 1


def test_one_that_does_not_come_is_told() -> None:
    """The webhook is there, and nothing arrives."""
    clinic = clinic_with("task.created")
    clinic.attend()
    clinic.receive_and_work()

    clinic.attend(seconds=120)

    assert clinic.last(TEST).fault is Fault.NOT_DELIVERED
    assert clinic.last().state is CheckState.OK
    assert clinic.alert() is not None


def test_what_one_proves_does_not_mend_the_other() -> None:
    """While texts fail, a test event that comes ends no alarm."""
    clinic = clinic_with("task.created")
    clinic.attend()
    clinic.receive(delivery_key=clinic.openphone.test_events[-1], status=Status.IGNORED)

    clinic.attend(seconds=120)

    assert clinic.last(TEST).state is CheckState.OK
    assert clinic.alert() is not None


@pytest.mark.parametrize(
    "clinic",
    [
        Clinic(surface=Surface.V1),
        Clinic(surface=Surface.DATED),
        clinic_with("message.received", "call.completed"),
        clinic_with("task.created", url="https://elsewhere.example.com/webhooks/openphone"),
    ],
    ids=["no such API", "no webhook", "no event that changes nothing", "a webhook of somebody else's"],
)
def test_none_is_asked_for_where_it_would_do_harm_or_cannot_be(clinic: Clinic) -> None:
    """A sample of a text would get into the CRM; it is looked up once an hour whether that has changed."""
    clinic.attend()

    clinic.attend_for(2 * HOUR)

    assert clinic.openphone.test_events == []
    assert clinic.checks(TEST) == []
    assert len([asked for asked in clinic.openphone.requests if asked.startswith("registrations")]) == 3


def test_an_api_that_is_away_is_told_by_the_text_alone() -> None:
    """Whether there is a webhook of ours cannot be said then; nothing is asked for, and no process ends."""
    clinic = clinic_with("task.created")
    clinic.openphone.keep_failing(AWAY)

    clinic.attend()

    assert clinic.checks(TEST) == []
    assert clinic.last().fault is Fault.API_DOWN


class Observed(MemoryOpenPhone):
    """An OpenPhone that remembers what test events it was asked for."""

    def send_test_event(self, registration: Registration) -> str:
        """Remember of which events it may be one."""
        self.asked_for = registration.events
        return super().send_test_event(registration)


def test_the_test_is_of_an_event_that_changes_nothing() -> None:
    """Of all that the webhook takes, OpenPhone is asked for no other."""
    openphone = Observed()
    events = ["message.received", "task.created", "contact.updated"]
    openphone.create(Surface.DATED, url=OUR_URL, events=events, label="crm")
    probe = TestEventProbe(api=openphone, clock=MemoryClock(), is_ours=lambda _: True)
    probe.is_possible()

    asked = probe.ask(health_check(kind=TEST))

    assert asked.openphone_id == openphone.test_events[0]
    assert openphone.asked_for == frozenset({"task.created"})


def test_a_check_of_a_kind_that_there_is_not() -> None:
    """It cannot be begun."""
    checking = attrs.evolve(Clinic().checking, probes=())

    with pytest.raises(NotFoundError):
        checking.begin()
