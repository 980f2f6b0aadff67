"""Permits to ask, and what becomes of those that are used too late."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from adapters.openphone_rest.departures import Departure
from adapters.openphone_rest.permits import GRACE, INTERVAL, PATIENCE, Permits
from openphone_crm.errors import DeferredError, UnavailableError
from openphone_crm.memory import MemoryClock
from openphone_crm.memory.readings import MemoryPacer

A_LITTLE = timedelta(milliseconds=1)
GOING_OUT = "http11.send_request_headers.started"


class Waiting:
    """Permits over a clock that moves only when somebody waits."""

    def __init__(self, pacer: MemoryPacer | None = None) -> None:
        self.clock = MemoryClock()
        self.pacer = pacer or MemoryPacer()
        self.permits = Permits(self.pacer, self.clock, self._pause)

    def _pause(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)


class SlowPacer(MemoryPacer):
    """A pacer whose store takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = MemoryClock()

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """Take the moment, and then some time to say so."""
        moment = super().next_free(service, now=now, interval=interval, patience=patience)
        self.clock.advance(3 * GRACE)
        return moment


def test_permits_are_waited_for() -> None:
    """One after the other is good when it is given."""
    waiting = Waiting()
    begun = waiting.clock.now()

    given = [(waiting.permits.take(), waiting.clock.now()) for _ in range(4)]

    assert given == [(begun + number * INTERVAL,) * 2 for number in range(4)]


def test_nobody_waits_for_long() -> None:
    """Whoever would is told when to come back, and has taken no permit."""
    waiting = Waiting()
    waiting.pacer.next_free("openphone", now=waiting.clock.now(), interval=PATIENCE + A_LITTLE)
    free_at = waiting.clock.now() + PATIENCE + A_LITTLE

    with pytest.raises(DeferredError) as told:
        waiting.permits.take()

    assert told.value.until == free_at
    waiting.clock.set(free_at)
    assert waiting.permits.take() == free_at


def test_a_good_permit_is_used() -> None:
    """A moment later it is still good."""
    waiting = Waiting()
    permit = waiting.permits.take()
    waiting.clock.advance(GRACE)

    assert waiting.permits.renew(permit) == permit


def test_an_old_permit_is_let_go() -> None:
    """Whoever was kept waiting takes another, whose moment it is."""
    waiting = Waiting()
    permit = waiting.permits.take()
    waiting.clock.advance(GRACE + A_LITTLE)

    renewed = waiting.permits.renew(permit)

    assert renewed == permit + INTERVAL == waiting.clock.now()


def test_a_slow_pacer_is_asked_ahead() -> None:
    """Where taking a permit takes longer than it is good, the next is for a later moment."""
    pacer = SlowPacer()
    waiting = Waiting(pacer)
    waiting.clock = pacer.clock
    waiting.permits = Permits(pacer, pacer.clock, waiting._pause)

    permit = waiting.permits.renew(waiting.permits.take())

    assert pacer.clock.now() - permit <= GRACE


def test_a_request_leaves_in_its_moment() -> None:
    """A connection that took long to make costs it its permit."""
    waiting = Waiting()
    departure = Departure(waiting.permits, waiting.permits.take())
    waiting.clock.advance(2 * GRACE)

    departure.trace("connection.connect_tcp.started", {})
    departure.trace(GOING_OUT, {})

    assert (
        waiting.clock.now()
        == waiting.pacer.next_free("openphone", now=waiting.clock.now(), interval=INTERVAL) - INTERVAL
    )
    assert departure.give_up()


def test_what_was_given_up_never_leaves() -> None:
    """Nobody sends a text that its sender believes to be unsent."""
    waiting = Waiting()
    departure = Departure(waiting.permits, waiting.permits.take())

    assert not departure.give_up()

    with pytest.raises(UnavailableError):
        departure.trace(GOING_OUT, {})


def test_a_clock_that_is_ahead_stops_nobody_else() -> None:
    """A moment that nobody has set on purpose is not waited for."""
    ahead, waiting = Waiting(), Waiting()
    ahead.permits = Permits(waiting.pacer, ahead.clock, ahead._pause)
    ahead.clock.advance(timedelta(minutes=10))
    ahead.permits.take()

    assert waiting.permits.take() == MemoryClock().now()
