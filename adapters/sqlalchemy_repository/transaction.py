"""One transaction over the CRM: lock, load, save, settle (port `Transaction`)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import BigInteger, Connection, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError

from openphone_crm.errors import LeaseLostError, StoreError
from openphone_crm.ids import ConversationId
from openphone_crm.inbox_records import Settlement
from openphone_crm.texts import storable
from openphone_crm.working_set import Changes, LoadedContacts, LoadedResources, Wanted

from .activity import mark_read, refresh
from .counters import CRM, EVENTS, bump
from .database import Connections
from .failures import first_line
from .loading import load_contacts, load_resources
from .saving import save
from .settling import settle


class SqlTransaction:
    """Writes through one connection, which commits or is undone with the block that opened it."""

    def __init__(self, connection: Connection) -> None:
        """Work through this connection."""
        self._connection = connection
        self._scopes: set[str] = set()

    def lock(self, keys: Collection[str]) -> None:
        """
        Have these keys to oneself until the end.

        PostgreSQL's advisory locks, by a hash of the key, always taken in the same order. On SQLite
        a writing transaction is alone anyway.
        """
        if not keys or self._connection.dialect.name != "postgresql":
            return
        numbers = sorted({_number(key) for key in keys})
        wanted = func.unnest(literal(numbers, ARRAY(BigInteger))).column_valued("number")
        self._connection.execute(select(func.pg_advisory_xact_lock(wanted)))

    def load_resources(self, wanted: Wanted) -> LoadedResources:
        """Everything about these messages, calls, voicemails and lines."""
        return load_resources(self._connection, wanted)

    def load_contacts(self, numbers: Collection[str], openphone_ids: Collection[str]) -> LoadedContacts:
        """The contacts with these numbers or links."""
        return load_contacts(self._connection, numbers, openphone_ids)

    def save(self, changes: Changes) -> None:
        """Write the changes in bulk, then bring the touched conversations up to date."""
        save(self._connection, changes)
        if changes.touched:
            refresh(self._connection, changes.touched)
        self._scopes.add(CRM)

    def settle(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """Record what became of the events, unless one of them was taken over."""
        if settle(self._connection, settlements, worker=worker) != len(settlements):
            raise LeaseLostError(worker)
        self._scopes.add(EVENTS)

    def mark_read(self, conversation_id: ConversationId) -> bool:
        """Clear every unread mark of the conversation."""
        self._scopes.add(CRM)
        return mark_read(self._connection, storable(conversation_id))

    def end(self) -> None:
        """Count the changes, as the last thing before the commit."""
        bump(self._connection, *self._scopes)


class SqlUnitOfWork:
    """Opens transactions (port `UnitOfWork`)."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """A transaction that commits when its block ends."""
        try:
            with self._connections.writing() as connection:
                transaction = SqlTransaction(connection)
                yield transaction
                transaction.end()
        except DBAPIError as error:
            # The driver's own words quote statements and rows, and every reader sees why an event failed.
            raise StoreError(first_line(error)) from error


def _number(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
