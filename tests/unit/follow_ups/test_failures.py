"""What goes wrong with a follow-up: leases, retries and dead letters are those that events have too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.errors import NotFoundError, PermanentError, StoreAwayError, UnavailableError
from openphone_crm.follow_up_work import LIMITS, Save
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.ports.unit_of_work import Transaction
from tests.unit.follow_ups.desk import Desk, ProcessEnded, trouble


def test_a_task_that_fails_is_tried_again() -> None:
    """A follow-up fails four times, as an event does, and is then a dead letter."""
    desk = Desk(trouble=trouble(UnavailableError("mail", "gone")))
    desk.ask("call")

    desk.work_for(timedelta(minutes=12))

    assert [problem.is_final for problem in desk.problems] == [False, False, False, True]
    assert {(problem.kind, type(problem.error)) for problem in desk.problems} == {("tell", UnavailableError)}


def test_a_task_that_fails_holds_nobody_up() -> None:
    """The others are done meanwhile."""
    desk = Desk()
    desk.ask("bad", "good")
    desk.trouble = lambda claim: trouble(RuntimeError("no"))(claim) if claim.subject == "bad" else None

    desk.work()

    assert desk.done == ["good"]


def test_an_error_that_stays_is_final_at_once() -> None:
    """A permanent error is not tried again, nor is work that nobody here knows how to do."""
    desk = Desk(trouble=trouble(PermanentError("no use")))
    desk.ask("call")

    desk.work()

    assert [problem.is_final for problem in desk.problems] == [True]


def test_work_of_an_unknown_kind_waits_for_who_knows_it() -> None:
    """While two versions run side by side, an old worker leaves new kinds of work to be tried again."""
    desk = Desk()
    desk.ask("call", kind="unheard of")

    desk.work()

    assert [(type(problem.error), problem.is_final) for problem in desk.problems] == [(NotFoundError, False)]


def test_a_task_that_ends_its_process_is_found_out() -> None:
    """A follow-up that ends each of its workers is a dead letter after four tries by itself."""
    desk = Desk(trouble=trouble(ProcessEnded()))
    desk.ask("call")

    desk.work_for(timedelta(minutes=30))

    assert desk.done == ["process ended"] * 5
    assert [type(problem.error).__name__ for problem in desk.problems] == ["WorkerLostError"] * 4
    assert desk.problems[-1].is_final


def test_a_save_that_fails_is_an_attempt() -> None:
    """What cannot be saved counts, and the follow-up is tried again."""
    desk = Desk()
    desk.ask("call")

    def fail(_: Transaction) -> None:
        raise RuntimeError("full")

    desk.trouble = lambda _: fail
    desk.work()

    assert [type(problem.error) for problem in desk.problems] == [RuntimeError]


def test_a_store_that_is_away_is_told() -> None:
    """When nothing can be settled the error is passed on, and the lease sees to the rest."""
    desk = Desk()
    desk.ask("call")

    def away(_: Transaction) -> None:
        raise UnavailableError("database", "gone")

    desk.trouble = lambda _: away
    with pytest.raises(UnavailableError):
        desk.work()
    desk.trouble = lambda _: None
    desk.clock.advance(LIMITS.lease + timedelta(seconds=1))

    assert desk.work() == 1
    assert desk.problems == []


def test_a_worker_that_was_slow_saves_nothing() -> None:
    """Whoever comes back after its lease finds the work taken over, and leaves it."""
    desk = Desk()
    desk.ask("call")

    def dawdle(_: ClaimedFollowUp) -> Save | None:
        desk.trouble = lambda _: None
        desk.clock.advance(LIMITS.lease + timedelta(seconds=1))
        desk.work("w2")
        return None

    desk.trouble = dawdle
    desk.work("w1")

    assert desk.done == ["call", "call"]
    assert desk.problems == []


def test_a_store_that_is_away_during_a_task_is_no_attempt() -> None:
    """A task that cannot look anything up has not failed: the follow-up is given back, as events are."""
    desk = Desk(trouble=trouble(StoreAwayError("database", "gone")))
    desk.ask("call")
    for _ in range(5):
        with pytest.raises(StoreAwayError):
            desk.work()

    desk.trouble = lambda _: None
    desk.work()

    assert desk.done == ["call"]
    assert desk.problems == []


def test_who_is_told_to_stop_begins_nothing_more() -> None:
    """After the task at hand the rest is given back, for others to take up at once."""
    desk = Desk()
    desk.ask(*"abcdefgh")

    desk.work(should_stop=lambda: len(desk.done) > 0)

    assert len(desk.done) == 1
    assert desk.work("w2") == 7
