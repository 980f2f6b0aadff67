"""The bell inside one process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from threading import Event

import pytest

from adapters.embedded_queue import EmbeddedJobQueue, job_queue
from openphone_crm.errors import UnavailableError
from openphone_crm.priority import Priority
from tests.integration.waiting import wait_until


@pytest.fixture
def queue() -> Iterator[EmbeddedJobQueue]:
    """Lend a queue whose threads end with the test."""
    lent = EmbeddedJobQueue()
    yield lent
    lent.stop()


def test_each_priority_is_drained_at_the_start(queue: EmbeddedJobQueue) -> None:
    """What an earlier process left is found without a ring."""
    drained: Counter[Priority] = Counter()

    queue.start(lambda priority: drained.update([priority]))

    assert wait_until(lambda: set(drained) == set(Priority))


def test_a_ring_wakes_its_priority_only(queue: EmbeddedJobQueue) -> None:
    """Each priority has a thread of its own."""
    drained: Counter[Priority] = Counter()
    queue.start(lambda priority: drained.update([priority]))
    assert wait_until(lambda: drained.total() == 3)

    queue.ring(Priority.LOW)

    assert wait_until(lambda: drained[Priority.LOW] == 2)
    assert drained.total() == 4


def test_a_ring_while_working_is_heard_afterwards(queue: EmbeddedJobQueue) -> None:
    """Nothing that arrives during a drain is overlooked, and several rings become one."""
    is_working, may_end = Event(), Event()
    drained: Counter[Priority] = Counter()

    def drain(priority: Priority) -> None:
        if priority is Priority.CRITICAL:
            is_working.set()
            may_end.wait(10)
        drained.update([priority])

    queue.start(drain)
    assert is_working.wait(10)

    for _ in range(5):
        queue.ring(Priority.CRITICAL)
    may_end.set()

    assert wait_until(lambda: drained[Priority.CRITICAL] == 2)


@pytest.mark.parametrize("error", [UnavailableError("database", "gone"), RuntimeError("a bug")])
def test_a_failed_drain_is_tried_again(
    queue: EmbeddedJobQueue, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A thread survives whatever a drain raises, and tries again after a pause without another ring."""
    monkeypatch.setattr(job_queue, "FIRST_PAUSE_S", 0.01)
    tries: Counter[Priority] = Counter()

    def drain(priority: Priority) -> None:
        tries.update([priority])
        if tries[priority] < 3:
            raise error

    queue.start(drain)

    assert wait_until(lambda: tries[Priority.STANDARD] == 3)


def test_stopping_ends_the_threads_at_once() -> None:
    """Idle threads end at once, a working one is told to."""
    queue = EmbeddedJobQueue()
    has_ended = Event()

    def drain(_: Priority) -> None:
        assert wait_until(queue.is_stopping)
        has_ended.set()

    queue.start(drain)

    queue.stop()

    assert has_ended.is_set()


def test_a_ring_before_the_start_does_not_wait(queue: EmbeddedJobQueue) -> None:
    """Ringing never blocks, whether or not somebody listens; the ring is heard after the start."""
    drained: Counter[Priority] = Counter()
    queue.ring(Priority.CRITICAL)

    queue.start(lambda priority: drained.update([priority]))

    assert wait_until(lambda: drained[Priority.CRITICAL] > 0)
