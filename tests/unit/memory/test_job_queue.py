"""A bell that remembers."""

from __future__ import annotations

from openphone_crm.memory import MemoryJobQueue
from openphone_crm.priority import Priority


def test_every_ring_is_remembered() -> None:
    """A test can ask who rang, in order, whatever was heard meanwhile."""
    queue = MemoryJobQueue()
    queue.ring(Priority.LOW)
    queue.hear()
    queue.ring(Priority.CRITICAL)
    queue.ring(Priority.CRITICAL)

    rings = queue.rings

    assert rings == (Priority.LOW, Priority.CRITICAL, Priority.CRITICAL)
