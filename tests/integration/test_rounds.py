"""Duties come round in their own time, whatever became of them or of others."""

from __future__ import annotations

import threading

import attrs
from structlog.testing import capture_logs

from entrypoints.rounds import Duty, Rounds, going_round
from openphone_crm.errors import UnavailableError


@attrs.define
class Act:
    """Something that is done, and that goes through what it is told to: be done, or raise."""

    script: list[Exception | None] = attrs.field(factory=list)
    times: int = 0

    def __call__(self) -> None:
        """Do it, or raise."""
        error = self.script.pop(0) if self.script else None
        if error is not None:
            raise error
        self.times += 1


def go_round(times: int, *duties: Duty) -> None:
    """Go round so many times, without pausing."""
    pauses: list[float] = []
    Rounds(duties).run(should_stop=lambda: len(pauses) == times, pause=pauses.append)


def test_a_duty_is_done_when_its_time_has_come() -> None:
    """What is to be done every hour is done once, what is to be done all the time in every round."""
    often, seldom = Act(), Act()

    go_round(5, Duty("often", 0, often), Duty("seldom", 3600, seldom))

    assert (often.times, seldom.times) == (5, 1)


def test_what_is_away_is_said_once() -> None:
    """A duty whose store is away for three rounds says so once, and once that it goes on."""
    act = Act([UnavailableError("database", "gone")] * 3)

    with capture_logs() as logs:
        go_round(5, Duty("sweep", 0, act))

    assert [(log["event"], log["duty"]) for log in logs] == [
        ("a duty waits", "sweep"),
        ("a duty goes on", "sweep"),
    ]
    assert act.times == 2


def test_a_duty_that_fails_comes_round_again() -> None:
    """Whatever a duty raises is logged, and neither it nor the next is left out."""
    bad, good = Act([RuntimeError("a bug")]), Act()

    with capture_logs() as logs:
        go_round(2, Duty("bad", 0, bad), Duty("good", 0, good))

    assert [log["event"] for log in logs] == ["a duty failed"]
    assert (bad.times, good.times) == (1, 2)


def test_a_thread_goes_round_while_its_block_lasts() -> None:
    """The duties are done in a thread, which ends with the block."""
    done = threading.Event()

    with going_round("test rounds", [Duty("once", 3600, done.set)]):
        was_done = done.wait(10)

    assert was_done
    assert "test rounds" not in {thread.name for thread in threading.enumerate()}
