"""Whether anything may have changed, in memory."""

from __future__ import annotations

from openphone_crm.memory.store import Store


class MemoryChangeCounter:
    """Counts the changes of each scope."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def current(self, scope: str) -> int:
        """How many changes of the scope there were."""
        with self._store.reading() as state:
            return state.changes.get(scope, 0)
