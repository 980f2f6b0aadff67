"""Runs: begun, taken up by others, and by the schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import attrs
import pytest

from openphone_crm.errors import ConflictError, DeferredError, LeaseLostError, RateLimitedError
from openphone_crm.reconciliation.runs import Reconciliation, RunState, Stage
from openphone_crm.remote import Surface
from openphone_crm.testing.happenings import NOON
from tests.unit.reconciliation import shown
from tests.unit.reconciliation.shop import GappyShop

HOUR = timedelta(hours=1)


def filled(shop: GappyShop, count: int = 120) -> GappyShop:
    """Have so many messages that nobody told of: three pages, at fifty a page."""
    shop.openphone.put(*(shown.message(f"ACx{number}", at=NOON) for number in range(count)))
    return shop


def stop_after(steps: int) -> Callable[[], bool]:
    """Make what asks to stop after so many steps."""
    left = iter(range(steps))
    return lambda: next(left, None) is None


def test_a_run_goes_through_everything(shop: GappyShop) -> None:
    """It says how far it is after every step, and is over at the end."""
    told: list[Reconciliation] = []

    run = shop.reconciling().go_on(filled(shop).begun(), on_step=told.append)

    assert run == told[-1]
    assert (run.state, run.ended_at, run.surface) == (RunState.DONE, shop.clock.now(), Surface.DATED)
    assert [each.total.checked for each in told[:3]] == [50, 100, 120]
    assert [each.whereabouts.stage for each in told][-2:] == [Stage.DELIVERIES, Stage.END]


def test_another_process_goes_on_where_it_was(shop: GappyShop) -> None:
    """What was asked to stop is given back at once, and nothing is looked at twice."""
    first = shop.reconciling("w1").go_on(filled(shop).begun(), should_stop=stop_after(1))
    second = shop.reconciling("w2")

    run = second.go_on(second.take(first))

    assert first.state is RunState.RUNNING
    assert (run.state, run.total.checked, len(shop.healed)) == (RunState.DONE, 120, 120)


def test_a_process_that_died_is_waited_for(shop: GappyShop) -> None:
    """Its run is in its hand until the lease is over, and then in another's."""
    run = filled(shop).begun()
    other = shop.reconciling("w2")
    with pytest.raises(ConflictError, match="somebody else is at this run"):
        other.take(run)
    shop.clock.advance(seconds=61)

    done = other.go_on(other.take(run))

    assert done.state is RunState.DONE


def test_a_run_that_is_over_is_not_taken(shop: GappyShop) -> None:
    """There is nothing left to do."""
    run = shop.reconcile()

    with pytest.raises(ConflictError):
        shop.reconciling().take(run)


def test_what_was_taken_over_ends_here(shop: GappyShop) -> None:
    """Of two at one run the slower one stops, and brings nothing twice."""
    run = filled(shop).begun()
    shop.clock.advance(seconds=61)
    other = shop.reconciling("w2")
    other.take(run)

    with pytest.raises(LeaseLostError):
        shop.reconciling("w1").go_on(run)
    done = other.go_on(run)

    assert (done.state, len(shop.healed)) == (RunState.DONE, 120)


def test_two_runs_at_once_bring_everything_once(shop: GappyShop) -> None:
    """Step by step, each after the other."""
    runs = [filled(shop).begun(), shop.begun()]

    while any(run.state is RunState.RUNNING for run in runs):
        runs = [run if run.ended_at else shop.search.step(run) for run in runs]

    shop.work_on_it()
    assert len(shop.texts()) == len(shop.healed) == 120
    assert [run.total.healed for run in runs] == [120, 0]


def test_what_has_to_wait_is_given_back(shop: GappyShop) -> None:
    """A storm of refusals costs nothing that was found; whoever comes next goes on."""
    run = shop.reconciling().go_on(filled(shop).begun(), should_stop=stop_after(1))
    shop.openphone.fail(RateLimitedError("OpenPhone", 2))
    reconciling = shop.reconciling("w2")
    with pytest.raises(RateLimitedError):
        reconciling.go_on(reconciling.take(run))

    done = shop.reconciling("w3").go_on(shop.reconciling("w3").take(run))

    assert (done.state, done.total.checked) == (RunState.DONE, 120)


def test_openphone_is_asked_politely(shop: GappyShop) -> None:
    """Within whatever makes its errors bearable."""

    @contextmanager
    def politely() -> Iterator[None]:
        try:
            yield
        except RateLimitedError as error:
            raise DeferredError(str(error), shop.clock.now()) from error

    reconciling = attrs.evolve(shop.reconciling(), politely=politely)
    shop.openphone.fail(RateLimitedError("OpenPhone"))

    with pytest.raises(DeferredError):
        reconciling.go_on(shop.begun())


def test_the_schedule_looks_at_the_last_day_first(shop: GappyShop) -> None:
    """And at nothing before it: that is for a person to ask for."""
    shop.openphone.put(shown.message("ACx1", at=NOON - 23 * HOUR), shown.message("ACx2", at=NOON - 25 * HOUR))

    shop.reconciling().advance()

    (stretch,) = shop.crm.reconciliation_book.covered()
    assert stretch.is_scheduled is True
    assert len(shop.healed) == 1


def test_the_schedule_runs_once_an_hour(shop: GappyShop) -> None:
    """However often it is asked, and by however many."""
    for minutes in (0, 1, 58, 2, 30, 31):
        shop.clock.advance(seconds=60 * minutes)
        for worker in ("w1", "w2"):
            shop.reconciling(worker).advance()

    stretches = shop.crm.reconciliation_book.covered()

    assert len(stretches) == 3
    assert stretches[2].window.since == stretches[1].window.until - 2 * HOUR


def test_the_schedule_goes_on_with_its_run(shop: GappyShop) -> None:
    """Whoever comes next takes up what was left, however long ago it began."""
    filled(shop).reconciling("w1").advance(stop_after(1))
    shop.clock.advance(seconds=7200)

    shop.reconciling("w2").advance()

    figures = shop.crm.reconciliation_book.figures(since=NOON)
    assert figures.latest is not None
    assert (figures.latest.state, figures.total.checked) == (RunState.DONE, 120)
    assert shop.crm.reconciliation_book.unfinished() == []


def test_the_schedule_leaves_the_runs_of_people_alone(shop: GappyShop) -> None:
    """One that was interrupted waits for whoever began it."""
    run = shop.reconciling("w1").go_on(filled(shop).begun(), should_stop=stop_after(1))

    shop.reconciling("w2").advance()

    assert [each.id for each in shop.crm.reconciliation_book.unfinished()] == [run.id]
