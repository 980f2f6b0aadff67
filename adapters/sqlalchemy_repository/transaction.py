"""One transaction over the CRM: lock, load, save, settle (port `Transaction`)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import BigInteger, Connection, Table, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError

from openphone_crm.erasure import Erasure, Erasures
from openphone_crm.errors import LeaseLostError, StoreError
from openphone_crm.ids import ConversationId
from openphone_crm.texts import storable
from openphone_crm.work_records import Settlement
from openphone_crm.working_set import Changes, LoadedContacts, LoadedResources, Wanted

from .activity import mark_read, refresh
from .approval_book import SqlApprovalBook
from .counters import CRM, EVENTS, bump
from .counting import count
from .database import Connections
from .emptying import empty
from .erasing import erase
from .failures import first_line
from .follow_ups import take_up_again
from .loading import load_contacts, load_resources
from .marks import has_marks, keep_from_erasing, when_erased
from .saving import save
from .settling import settle
from .tables import follow_ups, webhook_events


class SqlTransaction:
    """Writes through one connection, which commits or is undone with the block that opened it."""

    def __init__(self, connection: Connection) -> None:
        """Work through this connection."""
        self._connection = connection
        self._scopes: set[str] = set()
        self._outdated: set[str] = set()
        self._settled: list[Settlement] = []

    @property
    def approvals(self) -> SqlApprovalBook:
        """What is suggested for contacts."""
        self._scopes.add(CRM)
        return SqlApprovalBook(self._connection)

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
        self._outdated.update(changes.touched)
        self._refresh()
        self._scopes.add(CRM)

    def settle(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """Record what became of the events, unless one of them was taken over."""
        self._settle(webhook_events, settlements, worker=worker)
        erased = [settlement.id for settlement in settlements if settlement.is_erased]
        if erased:
            empty(self._connection, erased)

    def settle_follow_ups(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """Record what became of the follow-ups, unless one of them was taken over."""
        self._settle(follow_ups, settlements, worker=worker)
        take_up_again(self._connection, settlements)

    def mark_read(self, conversation_id: ConversationId) -> bool:
        """Clear every unread mark of the conversation."""
        self._scopes.add(CRM)
        return mark_read(self._connection, storable(conversation_id))

    def has_erasures(self) -> bool:
        """Whether anybody was ever erased; nobody is until the end."""
        keep_from_erasing(self._connection)
        return has_marks(self._connection)

    def when_erased(self, names: Collection[str]) -> Erasures:
        """When these numbers and ids were erased."""
        return when_erased(self._connection, names)

    def erase(self, erasure: Erasure) -> None:
        """Take all of it away, and leave marks."""
        # Conversations are locked last: whoever drops a late report has much to lock and save after it.
        self._outdated.update(erase(self._connection, erasure))
        self._scopes.update((CRM, EVENTS))

    def _settle(self, table: Table, settlements: Sequence[Settlement], *, worker: str) -> None:
        if settle(self._connection, table, settlements, worker=worker) != len(settlements):
            raise LeaseLostError(worker)
        self._settled.extend(settlements)
        self._scopes.add(EVENTS)

    def _refresh(self) -> None:
        """Bring the conversations up to date of which something changed."""
        if self._outdated:
            refresh(self._connection, self._outdated)
            self._outdated.clear()

    def end(self) -> None:
        """Bring up to date what is not yet, and count the changes, as the last thing before the commit."""
        self._refresh()
        count(self._connection, self._settled)
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
