"""The figures are kept up to date by whoever is the scheduler."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.priority import Priority
from openphone_crm.rolling import Rolling
from openphone_crm.rollups import Figure, Measure, Span
from openphone_crm.testing import builders as make

LONG_AGO = make.later(-10_000_000)


@attrs.frozen
class World:
    """A store, its time, and who keeps the figures."""

    crm: MemoryCrm = attrs.field(factory=MemoryCrm)
    clock: MemoryClock = attrs.field(factory=MemoryClock)

    @property
    def rolling(self) -> Rolling:
        """Whoever is the scheduler at the moment."""
        return Rolling(rollups=self.crm.rollups, figures=self.crm.figures, clock=self.clock)

    def receive(self, name: str, *, priority: Priority = Priority.CRITICAL) -> None:
        """Have something received now."""
        self.crm.inbox.add([make.arrival(name, received_at=self.clock.now(), priority=priority)])

    def found(self, measure: Measure, span: Span = Span.MINUTE) -> list[Figure]:
        """What there is of a measure."""
        return list(self.crm.rollups.find([measure], span, since=LONG_AGO))


@pytest.fixture
def world() -> World:
    """Lend one in which nothing has happened."""
    return World()


def test_queues_are_looked_at(world: World) -> None:
    """How deep each is, and how long its first has waited; of an empty one it is said that it is."""
    world.receive("one")
    world.receive("two")
    world.clock.advance(seconds=4)

    world.rolling.sample()

    minute = Span.MINUTE.begin(world.clock.now())
    assert {figure.label: figure.amount for figure in world.found(Measure.DEPTH)} == {
        "critical": 2,
        "standard": 0,
        "low": 0,
    }
    assert Figure(minute, Measure.OLDEST_S, "critical", 4) in world.found(Measure.OLDEST_S)


def test_what_is_received_is_counted_once(world: World) -> None:
    """However often somebody looks, and however many do."""
    for number in range(5):
        world.receive(f"{number}")
        world.clock.advance(seconds=25)
        for _ in range(2):
            world.rolling.sample()

    assert sum(figure.amount for figure in world.found(Measure.RECEIVED)) == 5
    assert [total.amount for total in world.crm.rollups.totals([Measure.RECEIVED])] == [5]


def test_what_was_stored_late_is_counted(world: World) -> None:
    """What was received in the minute before, and committed after that was counted."""
    received = world.clock.now()
    world.clock.advance(seconds=50)
    world.rolling.sample()

    world.crm.inbox.add([make.arrival("late", received_at=received)])
    world.rolling.sample()

    assert world.found(Measure.RECEIVED) == [
        Figure(Span.MINUTE.begin(received), Measure.RECEIVED, "critical", 1)
    ]


def test_an_absence_is_made_up_for(world: World) -> None:
    """What happened while no scheduler was there is counted by the next, as far as minutes are kept."""
    world.receive("before")
    world.rolling.sample()
    for name in ("too long ago", "long ago", "just now"):
        world.clock.advance(timedelta(days=1, minutes=1))
        world.receive(name)

    world.rolling.sample()

    assert [figure.begins_at for figure in world.found(Measure.RECEIVED)] == [
        Span.MINUTE.begin(world.clock.now() - timedelta(days=days, minutes=days)) for days in (3, 1, 0)
    ]


def test_a_clock_that_was_ahead_does_no_harm(world: World) -> None:
    """What another machine has looked at in the future is counted when it happens."""
    ahead = world.clock.now() + timedelta(minutes=10)
    world.crm.rollups.put([Figure(Span.MINUTE.begin(ahead), Measure.DEPTH, "low", 0)])
    world.receive("now")

    world.rolling.sample()

    assert [figure.amount for figure in world.found(Measure.RECEIVED)] == [1]


def test_minutes_are_rolled_up(world: World) -> None:
    """What was counted in minutes is there by the hour and by the day."""
    world.receive("one")
    world.rolling.sample()

    world.rolling.roll()

    spans = [[figure.amount for figure in world.found(Measure.RECEIVED, span)] for span in Span]
    assert spans == [[1], [1], [1]]
