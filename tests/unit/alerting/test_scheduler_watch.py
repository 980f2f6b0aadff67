"""A scheduler that is gone is missed by whoever serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from openphone_crm.alert_rules.vital_signs import SCHEDULER
from openphone_crm.alerts import Rule
from openphone_crm.errors import UnavailableError
from openphone_crm.scheduler_watch import SchedulerWatch
from tests.unit.health.clinic import Clinic

MINUTE = timedelta(minutes=1)


class Away:
    """Signs of life that are out of reach."""

    def beat(self, part: str, *, process: str, at: datetime) -> None:
        """Fail."""
        raise UnavailableError("database", f"gone at {at}: {part} of {process}")

    def latest(self) -> Mapping[str, datetime]:
        """Fail too."""
        raise UnavailableError("database", "gone")

    def processes(self, part: str, *, since: datetime) -> int:
        """Fail as well."""
        raise UnavailableError("database", f"gone since {since}: {part}")


class Tower:
    """From which a scheduler is looked for."""

    def __init__(self) -> None:
        self.clinic = Clinic()
        self.watcher = self.another_watcher()

    def another_watcher(self) -> SchedulerWatch:
        """As another process that serves has it."""
        return SchedulerWatch(
            heartbeats=self.clinic.crm.heartbeats,
            alarms=self.clinic.alarms,
            clock=self.clinic.clock,
            limit=MINUTE,
        )

    def beat(self) -> None:
        """Have a scheduler be alive now."""
        self.clinic.crm.heartbeats.beat(SCHEDULER, process="s1", at=self.clinic.clock.now())

    @contextmanager
    def is_away(self) -> Iterator[None]:
        """Have the store be away while the block lasts."""
        known, self.watcher.heartbeats = self.watcher.heartbeats, Away()
        try:
            yield
        finally:
            self.watcher.heartbeats = known

    def looks(self, *seconds: float) -> list[bool]:
        """Look so many seconds after each other; whether the scheduler is missing."""
        found = []
        for each in seconds:
            self.clinic.clock.advance(seconds=each)
            found.append(self.watcher.watch())
        return found


def test_a_scheduler_that_beats_is_not_missed() -> None:
    """A minute may pass without a sign of it."""
    tower = Tower()
    tower.beat()

    looks = tower.looks(0, 60)

    assert looks == [False, False]
    assert tower.clinic.told() == []


def test_a_scheduler_that_is_gone_is_told_once() -> None:
    """By however many look, with when it was seen last."""
    tower = Tower()
    tower.beat()
    tower.looks(0)
    second = tower.another_watcher()
    second.watch()

    looks = tower.looks(30)
    second.watch()
    looks += tower.looks(31)
    is_missed_by_both = second.watch()
    looks += tower.looks(30, 30)

    assert looks == [False, True, True, True]
    assert is_missed_by_both
    assert tower.clinic.told() == [("mail", "The scheduler is not there")]
    alert = tower.clinic.alert(Rule.SCHEDULER)
    assert alert is not None
    assert "on 2026-04-13 at 12:00:00 UTC" in alert.message


def test_a_scheduler_that_is_back_is_told() -> None:
    """With its first sign of life."""
    tower = Tower()
    tower.looks(0, 30, 31)

    tower.beat()

    assert tower.looks(0) == [False]
    titles = [title for _, title in tower.clinic.told()]
    assert titles == ["The scheduler is not there", "The scheduler is there again"]


def test_who_has_just_begun_to_look_waits() -> None:
    """All processes may be starting, after a night in which none ran."""
    tower = Tower()

    looks = tower.looks(3600, 30, 30, 1)

    assert looks == [False, False, False, True]


def test_after_a_time_in_which_nobody_could_be_seen_it_has_a_while_to_appear() -> None:
    """While the store is away nobody can give a sign of life."""
    tower = Tower()
    tower.beat()
    tower.looks(0, 30)
    with pytest.raises(UnavailableError), tower.is_away():
        tower.looks(30)

    looks = tower.looks(30, 60, 1)

    assert looks == [False, False, True]


def test_who_sends_for_it_meanwhile_goes_on_with_that() -> None:
    """What is sent may take longer than a look may be apart from the next."""
    tower = Tower()
    tower.looks(0, 30, 31)

    looks = tower.looks(300, 300)
    tower.beat()

    assert looks == [True, True]
    assert tower.looks(0) == [False]


def test_after_a_sleep_it_has_a_while_to_appear() -> None:
    """A machine that slept wakes up with all of its processes."""
    tower = Tower()
    tower.beat()
    tower.looks(0, 30)

    looks = tower.looks(8 * 3600, 60, 1)

    assert looks == [False, False, True]
