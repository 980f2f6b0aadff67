"""The keys of registered webhooks (port `WebhookKeys`)."""

from __future__ import annotations

from sqlalchemy import select

from openphone_crm.registration.keys import RegisteredKey

from .bulk import Upsert
from .database import Connections
from .mapping import entity_of, row_of
from .tables import webhook_keys

_keep = Upsert(webhook_keys, update=())


class SqlWebhookKeys:
    """Keeps keys as they are: deliveries are verified with them."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def add(self, key: RegisteredKey) -> None:
        """Keep a key, unless it is kept already."""
        with self._connections.writing() as connection:
            _keep(connection, [row_of(key)])

    def all(self) -> list[RegisteredKey]:
        """Every key, the oldest first."""
        columns = webhook_keys.c
        query = select(webhook_keys).order_by(columns.created_at, columns.webhook_id, columns.key)
        with self._connections.reading() as connection:
            return [entity_of(RegisteredKey, row) for row in connection.execute(query).mappings()]
