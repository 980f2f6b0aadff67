"""A bell that remembers who rang."""

from __future__ import annotations

import threading

from openphone_crm.priority import Priority


class MemoryJobQueue:
    """Keeps every ring, and the wishes to be woken that nobody has heard yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rings: list[Priority] = []
        self._unheard: dict[Priority, None] = {}

    @property
    def rings(self) -> tuple[Priority, ...]:
        """Every ring since the beginning."""
        with self._lock:
            return tuple(self._rings)

    def ring(self, priority: Priority) -> None:
        """Remember that a worker of this priority is to be woken."""
        with self._lock:
            self._rings.append(priority)
            self._unheard[priority] = None

    def hear(self) -> tuple[Priority, ...]:
        """The priorities to be woken since the last time, each once; from now on they are heard."""
        with self._lock:
            heard = tuple(self._unheard)
            self._unheard.clear()
            return heard
