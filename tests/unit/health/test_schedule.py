"""A check is made when it is due, whoever attends and however often."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.errors import UnavailableError
from openphone_crm.testing import builders as make
from tests.unit.health.clinic import Clinic

HOUR = timedelta(hours=1)
AWAY = UnavailableError("OpenPhone", "status 503")


def test_one_is_made_every_six_hours() -> None:
    """Whoever attends, and however often: restarts and two schedulers do not double it."""
    clinic = Clinic()
    others = [clinic.another_checking() for _ in range(2)]

    for _ in range(12 * 6 + 1):
        for checking in (clinic.checking, *others):
            checking.attend()
        clinic.receive_and_work()
        clinic.clock.advance(minutes := timedelta(minutes=10))

    assert minutes * 36 == 6 * HOUR
    assert [check.started_at for check in clinic.checks()] == [make.NOON + n * HOUR for n in (0, 6, 12)]


def test_a_fault_is_looked_at_again_soon() -> None:
    """While it lasts a check is made every half hour, and every six hours when it is over."""
    clinic = Clinic()
    clinic.openphone.fail(AWAY, AWAY)
    clinic.attend()

    clinic.attend_for(HOUR)
    clinic.receive_and_work()
    clinic.attend_for(6 * HOUR)

    started = [check.started_at - make.NOON for check in clinic.checks()]
    assert started == [0 * HOUR, HOUR / 2, HOUR, 7 * HOUR]
