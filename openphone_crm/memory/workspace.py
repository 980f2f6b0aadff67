"""What is known of OpenPhone's workspace, in memory."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from openphone_crm.memory.store import Store
from openphone_crm.remote import WorkspaceLine, WorkspaceUser


@attrs.frozen
class MemoryWorkspace:
    """Knows it as long as the process lives."""

    _store: Store

    def keep(self, lines: Sequence[WorkspaceLine], users: Sequence[WorkspaceUser]) -> None:
        """Know of these and no others."""
        with self._store.writing() as state:
            state.listed_lines.clear()
            state.listed_lines.update((line.id, attrs.evolve(line, name=None)) for line in lines)
            state.lines.update((line.id, line.number) for line in lines)
            state.users.clear()
            state.users.update((user.id, user) for user in users)

    def lines(self) -> list[WorkspaceLine]:
        """Our phone numbers."""
        with self._store.reading() as state:
            return sorted(state.listed_lines.values(), key=lambda line: line.id)

    def users(self) -> list[WorkspaceUser]:
        """Everybody who works here."""
        with self._store.reading() as state:
            return sorted(state.users.values(), key=lambda user: user.id)
