"""The log of who did what, in memory."""

from __future__ import annotations

from openphone_crm.audit import AuditEntry
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.store import State, Store
from openphone_crm.paging import Page, PageRequest, Position


class MemoryAudit:
    """Keeps entries as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, entry: AuditEntry) -> None:
        """Keep an entry."""
        with self._store.writing() as state:
            save_audit(entry, state)

    def of(self, subject: str) -> list[AuditEntry]:
        """What was done to a thing, oldest first."""
        with self._store.reading() as state:
            found = (entry for entry in state.audit.values() if entry.subject == subject)
            return sorted(found, key=lambda entry: (entry.at, entry.id))

    def find(self, page: PageRequest) -> Page[AuditEntry]:
        """All that was done, newest first."""
        with self._store.reading() as state:
            return page_of(state.audit.values(), lambda entry: Position(entry.at, entry.id), page)


def save_audit(entry: AuditEntry, state: State) -> None:
    """Keep an entry in a change that is under way."""
    state.audit[entry.id] = entry
