"""A check is begun when it is due, followed to its outcome, and told when its outcome is news."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.errors import (
    CrmError,
    DeferredError,
    NotSentError,
    RateLimitedError,
    SettingsError,
    StoreAwayError,
    UnavailableError,
    UncertainError,
)
from openphone_crm.health.checks import CheckState
from openphone_crm.health.faults import Fault
from openphone_crm.health.refusals import Refused, minute_of
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import final
from tests.unit.health.clinic import MAIN, MONITOR, Clinic

HOUR = timedelta(hours=1)
CUT = UncertainError("OpenPhone", "the connection was cut")
AWAY = UnavailableError("OpenPhone", "status 503")
UNPAID = NotSentError("OpenPhone", 402, "0200402", "Not Enough Credits")
API_DOWN = "OpenPhone's API does not answer, or wants to be left alone (OpenPhone is unavailable: status 503)"
LATER = DeferredError("no permit", make.later(9))


def test_a_text_goes_from_the_monitor_to_the_main_number() -> None:
    """Its nonce is the one that is looked for."""
    clinic = Clinic()

    clinic.attend()

    (text,) = clinic.openphone.outbox
    assert (text.from_number, text.to_numbers) == (MONITOR, (MAIN,))
    assert clinic.last().nonce in text.text
    assert clinic.last().state is CheckState.WAITING


def test_all_is_well_when_its_webhook_was_worked_on() -> None:
    """That is seen at once, and nobody is told."""
    clinic = Clinic()
    clinic.attend()
    clinic.receive_and_work()

    clinic.attend(seconds=5)

    check = clinic.last()
    assert (check.state, check.fault, check.checked_at) == (CheckState.OK, None, clinic.clock.now())
    assert clinic.told() == []


def test_it_is_given_two_minutes() -> None:
    """Until then it waits, whatever was seen; then it has an outcome."""
    clinic = Clinic()
    clinic.attend()
    clinic.attend(seconds=119)
    before = clinic.last().state

    clinic.attend(seconds=1)

    assert before is CheckState.WAITING
    assert clinic.last().state is CheckState.FAILING


def test_a_fault_is_told_once_and_so_is_its_end() -> None:
    """However many checks fail in a row, and with what to do."""
    clinic = Clinic()
    clinic.openphone.keep_failing(AWAY)
    clinic.attend()
    clinic.attend_for(3 * HOUR)
    alert = clinic.alert()
    clinic.openphone.recover()
    clinic.attend_for(HOUR / 2)
    clinic.receive_and_work()

    clinic.attend_for(HOUR / 2)

    assert alert is not None
    assert alert.message.startswith("OpenPhone's API does not answer")
    assert clinic.alert() is None
    assert [title for _, title in clinic.told()] == [
        f"Health check failed: {API_DOWN}",
        "Health check: all is well again",
    ]


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (SettingsError("OPENPHONE_API_KEY", "is refused"), Fault.API_KEY),
        (AWAY, Fault.API_DOWN),
        (RateLimitedError("OpenPhone", 3), Fault.API_DOWN),
        (LATER, Fault.API_DOWN),
        (UNPAID, Fault.NOT_SENT),
    ],
)
def test_a_text_that_is_not_taken_is_a_fault_at_once(error: CrmError, fault: Fault) -> None:
    """Nothing is waited for, and the reason is kept."""
    clinic = Clinic()
    clinic.openphone.fail(error)

    clinic.attend()

    check = clinic.last()
    assert (check.state, check.fault, check.detail) == (CheckState.FAILING, fault, str(error))


def test_a_lost_answer_is_no_reason_to_send_again() -> None:
    """The text was sent: its webhook says so."""
    clinic = Clinic()
    clinic.openphone.lose_answer(CUT)
    clinic.attend()
    clinic.receive_and_work()

    clinic.attend(seconds=120)

    assert len(clinic.openphone.outbox) == 1
    assert clinic.last().state is CheckState.OK


def test_a_text_whose_answer_was_lost_is_looked_up() -> None:
    """OpenPhone shows it as sent, so that it is the webhook that is missing."""
    clinic = Clinic()
    clinic.openphone.lose_answer(CUT)
    clinic.attend()

    clinic.attend(seconds=120)

    assert len(clinic.openphone.outbox) == 1
    assert clinic.last().fault is Fault.UNDELIVERED
    assert clinic.last().detail == "OpenPhone still says queued"


def test_an_answer_that_is_lost_once_is_no_news() -> None:
    """Nobody knows whether it was sent; only when it happens to the next check too is it told."""
    clinic = Clinic()
    clinic.openphone.fail(CUT)
    clinic.attend()
    clinic.attend(seconds=120)
    first = (clinic.last().fault, clinic.alert())
    clinic.openphone.fail(CUT)

    clinic.attend(seconds=1800)
    clinic.attend(seconds=120)

    assert first == (Fault.UNCERTAIN, None)
    assert clinic.alert() is not None
    assert [check.fault for check in clinic.checks()[:2]] == [Fault.UNCERTAIN] * 2


def test_a_process_that_ends_while_it_sends_leaves_a_check() -> None:
    """Another follows it: nothing is sent again, and the text's webhook is found by its nonce."""
    clinic = Clinic()
    clinic.openphone.lose_answer(StoreAwayError("database", "gone"))
    with pytest.raises(StoreAwayError):
        clinic.attend()
    clinic.receive_and_work()

    clinic.another_checking().attend()

    assert len(clinic.openphone.outbox) == 1
    assert clinic.last().state is CheckState.OK


def test_refused_signatures_are_named() -> None:
    """Refusals since the check began count, of signatures alone; those before it do not."""
    clinic = Clinic()
    minute = minute_of(clinic.clock.now())
    clinic.crm.traffic.add_refusals({Refused(minute - HOUR, "before"): 9})
    clinic.attend()
    clinic.crm.traffic.add_refusals(
        {Refused(minute, "no key"): 2, Refused(minute, "signed, but no JSON object"): 5}
    )

    clinic.attend(seconds=120)

    assert (clinic.last().fault, clinic.last().detail) == (Fault.SIGNATURE_REFUSED, "2 x no key")


def test_what_nobody_takes_up_is_named() -> None:
    """Redis is away, or there is no worker."""
    found = []
    for is_bell_up in (True, False):
        clinic = Clinic()
        clinic.is_bell_up = is_bell_up
        clinic.attend()
        clinic.deliver()

        clinic.attend(seconds=120)

        found.append(clinic.last().fault)
    assert found == [Fault.NO_WORKER, Fault.NOT_QUEUED]


def test_what_a_worker_fails_at_is_named() -> None:
    """With the worker's own words."""
    clinic = Clinic()
    clinic.attend()
    event = clinic.deliver()
    clinic.crm.inbox.claim(Priority.CRITICAL, worker="w1", now=clinic.clock.now(), lease=HOUR, limit=1)
    clinic.crm.inbox.settle_failure(make.failure("x", id=event.id, **final()), worker="w1")

    clinic.attend(seconds=120)

    assert clinic.last().fault is Fault.WORKER_FAILING
    assert clinic.last().detail


def test_an_absent_store_is_no_fault_of_openphone() -> None:
    """It is raised, and the check waits for whoever finds the store again."""
    clinic = Clinic()
    clinic.openphone.fail(StoreAwayError("database", "connection refused"))

    with pytest.raises(StoreAwayError):
        clinic.attend()

    assert clinic.last().state is CheckState.WAITING
