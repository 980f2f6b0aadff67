"""The system is looked at again and again, and each fault is told as it begins and as it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.alert_rules.vital_signs import Thresholds, Timing, VitalSigns, worker_of
from openphone_crm.alert_watch import AlertWatch
from openphone_crm.alerts import Rule
from openphone_crm.extraction.intervals import Share
from openphone_crm.priority import Priority
from openphone_crm.status import QueueFigures
from tests.unit.health.clinic import Clinic

SHARES = st.integers(0, 30)


class Ward:
    """A clinic whose system is as a test says, and is watched."""

    def __init__(self) -> None:
        self.clinic = Clinic()
        self.signs = VitalSigns(at=self.clinic.clock.now())
        self.watcher = AlertWatch(
            examine=lambda: self.signs, alarms=self.clinic.alarms, thresholds=Thresholds()
        )

    def watch(self, *, seconds: float = 10, **fields: Any) -> None:  # noqa: ANN401 - those of the signs
        """Let it be so from now on, and look some seconds later."""
        self.clinic.clock.advance(seconds=seconds)
        self.signs = attrs.evolve(self.signs, at=self.clinic.clock.now(), **fields)
        self.watcher.watch()

    def watch_for_a_while(self) -> None:
        """Look until whoever is there has been seen."""
        for _ in range(7):
            self.watch()

    def wait(self, depth: int, *, age: float = 1, is_worked_on: bool = True) -> None:
        """Have so many events wait, and look."""
        now = self.clinic.clock.now() + timedelta(seconds=10)
        queue = QueueFigures(depth, now - timedelta(seconds=age) if depth else None)
        beats = {worker_of(Priority.CRITICAL): now} if is_worked_on else {}
        self.watch(queues={Priority.CRITICAL: queue}, beats=beats)

    def titles(self) -> list[str]:
        """What is to be sent."""
        return [title for _, title in self.clinic.told()]


def test_a_system_that_is_well_is_silent() -> None:
    """However often it is looked at."""
    ward = Ward()

    for _ in range(5):
        ward.watch()

    assert ward.titles() == []


def test_a_fault_is_told_as_it_begins_and_as_it_ends() -> None:
    """And not in between, where the limit is crossed again and again."""
    ward = Ward()

    for depth in (1001, 999, 1001, 900, 1500, 801):
        ward.wait(depth)
    is_open = ward.clinic.alert(Rule.QUEUE_DEPTH) is not None
    ward.wait(800)

    assert is_open
    assert ward.titles() == ["1,001 events wait to be worked on", "The queues are short again"]


def test_without_a_worker_there_is_one_alert() -> None:
    """What piles up, gets old and is slow afterwards is no news."""
    ward = Ward()
    ward.watch_for_a_while()

    ward.wait(5000, age=300, is_worked_on=False)
    ward.wait(4000, age=300)
    ward.watch(timing=Timing(count=4000, p95=300.0))
    ward.wait(0)

    title = "Nobody works on what is due: no critical worker is there"
    assert ward.titles() == [title, "There are workers again"]


def test_who_has_just_begun_to_look_misses_no_worker() -> None:
    """All processes may be starting, and events have waited for them all night."""
    ward = Ward()

    for _ in range(7):
        ward.wait(1, age=3600, is_worked_on=False)
    early = ward.clinic.alert(Rule.WORKER)
    ward.wait(1, age=3600, is_worked_on=False)

    assert early is None
    assert ward.clinic.alert(Rule.WORKER) is not None


def test_what_goes_on_is_told_after_a_day() -> None:
    """Whoever watches also reminds."""
    ward = Ward()
    ward.watch(failed=Share(20, 1000))

    ward.watch(seconds=24 * 3600)

    assert ward.titles() == ["2.0% of all events fail", "Still: 2.0% of all events fail"]


@given(st.lists(SHARES, max_size=40))
def test_no_sequence_is_told_twice_without_a_transition(parts: list[int]) -> None:
    """Beginning and end take turns, whatever the share of failures does within a day."""
    ward, expected, is_bad = Ward(), [], False
    for part in parts:
        ward.watch(failed=Share(part, 1000))
        if (part > 10 and not is_bad) or (part <= 8 and is_bad):
            is_bad = not is_bad
            expected.append(f"{part / 1000:.1%} of all events fail" if is_bad else "Few events fail again")

    assert ward.titles() == sorted(expected)
