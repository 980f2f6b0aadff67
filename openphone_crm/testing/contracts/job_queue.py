"""What the bell promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from openphone_crm.ports.job_queue import JobQueue
from openphone_crm.priority import Priority
from openphone_crm.testing.contracts.asserting import at_once


class Bell(Protocol):
    """A queue under test, and an ear at it."""

    @property
    def queue(self) -> JobQueue:
        """What rings."""
        ...

    @property
    def hear(self) -> Callable[[], Sequence[Priority]]:
        """What tells each waking that waits, and takes it away as a worker does."""
        ...


class JobQueueContract:
    """A ring wakes its priority, and several are one."""

    def test_a_ring_is_heard(self, bell: Bell) -> None:
        """Each priority is woken by its own rings."""
        heard = []
        for priority in Priority:
            bell.queue.ring(priority)
            heard.append(list(bell.hear()))

        assert heard == [[priority] for priority in Priority]

    def test_without_a_ring_nobody_is_woken(self, bell: Bell) -> None:
        """Nothing is heard before the first ring, nor after the last was heard."""
        before = list(bell.hear())
        bell.queue.ring(Priority.LOW)
        bell.hear()

        after = list(bell.hear())

        assert (before, after) == ([], [])

    def test_several_rings_are_one(self, bell: Bell) -> None:
        """Whoever rings before a worker wakes adds nothing."""
        for _ in range(5):
            bell.queue.ring(Priority.CRITICAL)
            bell.queue.ring(Priority.STANDARD)

        heard = bell.hear()

        assert sorted(heard) == [Priority.CRITICAL, Priority.STANDARD]

    def test_a_ring_after_waking_is_heard(self, bell: Bell) -> None:
        """A worker that is awake already can be rung for again."""
        bell.queue.ring(Priority.CRITICAL)
        bell.hear()

        bell.queue.ring(Priority.CRITICAL)

        assert list(bell.hear()) == [Priority.CRITICAL]

    def test_rings_at_once_are_heard(self, bell: Bell) -> None:
        """Of many rings at once none is lost."""
        at_once(*(partial(bell.queue.ring, priority) for priority in list(Priority) * 4))

        heard = bell.hear()

        assert set(heard) == set(Priority)
