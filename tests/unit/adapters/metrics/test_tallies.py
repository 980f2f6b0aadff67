"""Processes count side by side, and nothing that was counted is ever lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from adapters.metrics.seats import Seats
from adapters.metrics.tallies import Tallies

WAY_TOO_MANY = 20_000


def test_counts_add_up() -> None:
    """What is counted under one key adds up, and other labels are another key."""
    tallies = Tallies()

    for label in ("red", "red", "blue"):
        tallies.row("balls", label)[0] += 1

    assert tallies.read() == {("balls", "red"): [2], ("balls", "blue"): [1]}


def test_processes_count_side_by_side() -> None:
    """Everybody sees the sum of what all processes have counted, in whatever order each began."""
    tallies = Tallies.shared()
    tallies.row("ours")[0] += 1

    in_a_child(lambda: count(tallies, "theirs", "ours"))
    in_a_child(lambda: count(tallies, "ours", "theirs"))

    assert tallies.read() == {("ours",): [3], ("theirs",): [2]}


def test_a_killed_process_takes_nothing_along() -> None:
    """What a process counted before it was killed stays, and the next one counts on in its place."""
    tallies = Tallies(Seats(1), places=1)
    for _ in range(2):
        in_a_child(lambda: count_and_die(tallies))

    in_a_child(lambda: count(tallies, "posts", "gets"))

    assert tallies.read() == {("posts",): [3], ("gets",): [1]}


def test_whoever_finds_no_place_counts_nothing_and_works_on() -> None:
    """A process too many has rows that nobody reads."""
    tallies = Tallies(Seats(0), places=1)

    tallies.row("posts")[0] += 1

    assert tallies.read() == {}


def test_what_finds_no_room_is_not_counted() -> None:
    """When the room of a process is full, new keys are not counted and old ones still are."""
    tallies = Tallies()
    first = tallies.row("first")
    for number in range(WAY_TOO_MANY):
        tallies.row("one of many", str(number))[0] += 1

    first[0] += 1

    counted = tallies.read()
    assert counted["first",] == [1]
    assert len(counted) < WAY_TOO_MANY


def in_a_child(work: Callable[[], None]) -> None:
    """Do something in another process, and wait for its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def count(tallies: Tallies, *keys: str) -> None:
    """Count each key once."""
    for key in keys:
        tallies.row(key)[0] += 1


def count_and_die(tallies: Tallies) -> None:
    """Count one, and be killed."""
    count(tallies, "posts")
    os.kill(os.getpid(), signal.SIGKILL)
