"""Signs of life, in memory."""

from __future__ import annotations

from datetime import datetime

from openphone_crm.memory.store import Store
from openphone_crm.ports.heartbeats import FORGOTTEN_AFTER


class MemoryHeartbeats:
    """Keeps signs of life as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def beat(self, part: str, *, process: str, at: datetime) -> None:
        """Say that this process does the work of a part."""
        with self._store.writing() as state:
            for key, seen in list(state.heartbeats.items()):
                if key[0] == part and abs(at - seen) > FORGOTTEN_AFTER:
                    del state.heartbeats[key]
            state.heartbeats[part, process] = at

    def latest(self) -> dict[str, datetime]:
        """When each part was last seen."""
        found: dict[str, datetime] = {}
        with self._store.reading() as state:
            for (part, _), at in state.heartbeats.items():
                found[part] = max(at, found.get(part, at))
        return found

    def processes(self, part: str, *, since: datetime) -> int:
        """How many processes have said since then that they do the work of a part."""
        with self._store.reading() as state:
            return sum(key[0] == part and at >= since for key, at in state.heartbeats.items())
