"""The keys of registered webhooks, in memory."""

from __future__ import annotations

import attrs

from openphone_crm.memory.store import Store
from openphone_crm.registration.keys import RegisteredKey


@attrs.frozen
class MemoryWebhookKeys:
    """Keeps keys as long as the process lives."""

    _store: Store

    def add(self, key: RegisteredKey) -> None:
        """Keep a key, unless it is kept already."""
        with self._store.writing() as state:
            state.webhook_keys.setdefault((key.webhook_id, key.key), key)

    def all(self) -> list[RegisteredKey]:
        """Every key, the oldest first."""
        with self._store.reading() as state:
            return sorted(
                state.webhook_keys.values(), key=lambda each: (each.created_at, each.webhook_id, each.key)
            )
