"""Erasing a person (ports `Erasures` and `ErasingTransaction`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, literal, or_, select, tuple_
from sqlalchemy.exc import DBAPIError

from openphone_crm.audit import AuditEntry
from openphone_crm.crm import Conversation
from openphone_crm.erasure import Elsewhere, Person, RawEvent, Writing
from openphone_crm.errors import UnavailableError
from openphone_crm.ids import ContactId, ConversationId, EventId
from openphone_crm.paging import Position
from openphone_crm.texts import storable
from openphone_crm.work_records import Status
from openphone_crm.working_set import Wanted

from .audit import save_audit
from .bulk import among
from .counters import EVENTS
from .database import Connections
from .emptying import empty_for_good
from .failures import first_line
from .loading import contacts_by_id
from .marks import keep_from_saving
from .strays import strays_of
from .tables import (
    calls,
    contact_links,
    conversation_parties,
    conversations,
    messages,
    phone_lines,
    timeline_items,
    voicemails,
    webhook_events,
)
from .transaction import SqlTransaction
from .writings import take_away, writings_of

_FIRST_ID = str(UUID(int=0))
_TOO_LONG = "57014"
"""What PostgreSQL says of a statement that it has ended."""


class SqlErasingTransaction(SqlTransaction):
    """A transaction that also sees what belongs together."""

    def person(self, contact_id: ContactId) -> Person | None:
        """The contact, its row locked, with everything that leads to what is theirs."""
        for contact in contacts_by_id(self._connection, [storable(contact_id)], lock=True):
            numbers = contact.phone_numbers
            return Person(
                contact=contact,
                link_ids=_found(self._connection, contact_links, "contact_id", "openphone_id", [contact.id]),
                conversations=_conversations(self._connection, numbers),
                own_lines=_found(self._connection, phone_lines, "number", "number", numbers),
            )
        return None

    def resources_in(self, conversation_ids: Collection[ConversationId]) -> Wanted:
        """What stands in these conversations, by OpenPhone's ids."""
        return Wanted(
            message_ids=self._standing(messages, "openphone_id", conversation_ids),
            call_ids=self._standing(calls, "openphone_id", conversation_ids),
            activity_ids=self._standing(voicemails, "key", conversation_ids)
            | self._standing(voicemails, "activity_id", conversation_ids),
        )

    def empty(self, event_ids: Collection[EventId], *, at: datetime) -> int:
        """Keep nothing of what these events said."""
        self._scopes.add(EVENTS)
        return empty_for_good(self._connection, event_ids, at=at)

    def take_away(self, kind: Elsewhere, keys: Collection[str]) -> None:
        """Keep nothing of these writings; of an answer, only that it was given."""
        self._scopes.add(EVENTS)
        take_away(self._connection, kind, keys)

    def record(self, entry: AuditEntry) -> None:
        """Keep an entry of the log."""
        save_audit(self._connection, entry)

    def _standing(self, table: Table, column: str, ids: Collection[ConversationId]) -> frozenset[str]:
        """A column of what has a line in these conversations."""
        if not ids:
            return frozenset()
        query = (
            select(table.c[column])
            .join(timeline_items, timeline_items.c.id == table.c.id)
            .where(among(self._connection, timeline_items.c.conversation_id, ids))
        )
        return frozenset(filter(None, self._connection.execute(query).scalars()))


class SqlErasures:
    """Opens transactions that erase, and finds what must be looked at first."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    @contextmanager
    def begin(self, *, alone: bool) -> Iterator[SqlErasingTransaction]:
        """A transaction; alone, once all who are saving have ended."""
        with _in_time(), self._connections.writing() as connection:
            if alone:
                keep_from_saving(connection)
            transaction = SqlErasingTransaction(connection)
            yield transaction
            transaction.end()
        if alone:
            self._connections.empty_log()

    def strays(self, numbers: Collection[str]) -> Wanted:
        """Where a number occurs although it is no party there."""
        if not numbers:
            return Wanted()
        with _in_time(), self._connections.reading() as connection:
            return strays_of(connection, numbers)

    def events(self, status: Status, *, after: Position | None, limit: int) -> Sequence[RawEvent]:
        """Events of that status of which the body is kept, by receipt and id."""
        columns = webhook_events.c
        order = (columns.received_at, columns.id)
        query = select(*order, columns.status, columns.body).where(
            columns.body.is_not(None), columns.status == status.value
        )
        if after is not None:
            last = (literal(after.moment, order[0].type), literal(after.tie or _FIRST_ID, order[1].type))
            query = query.where(tuple_(*order) > tuple_(*last))
        with _in_time(), self._connections.reading() as connection:
            return [_event(row) for row in connection.execute(query.order_by(*order).limit(limit))]

    def writings(self, kind: Elsewhere, *, after: Position | None, limit: int) -> Sequence[Writing]:
        """Writings that may hold words or numbers, by when they were done with or begun, and key."""
        with _in_time(), self._connections.reading() as connection:
            return writings_of(connection, kind, after=after, limit=limit)


@contextmanager
def _in_time() -> Iterator[None]:
    """Raise UnavailableError also for what was too much for one statement: it is all begun again then."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _TOO_LONG:
            raise
        raise UnavailableError("database", first_line(error)) from error


def _conversations(connection: Connection, numbers: Collection[str]) -> tuple[Conversation, ...]:
    """All that one of the numbers is in, as an outside party or taken for ours."""
    if not numbers:
        return ()
    ids = _found(connection, conversation_parties, "number", "conversation_id", numbers)
    is_in = or_(
        among(connection, conversations.c.id, ids), among(connection, conversations.c.our_number, numbers)
    )
    rows = connection.execute(select(conversations).where(is_in).order_by(conversations.c.id))
    return tuple(Conversation(ConversationId(row.id), row.our_number, tuple(row.parties)) for row in rows)


def _found(
    connection: Connection, table: Table, column: str, wanted: str, values: Collection[str]
) -> frozenset[str]:
    """The wanted column of the rows that have one of these values in the other."""
    if not values:
        return frozenset()
    query = select(table.c[wanted]).where(among(connection, table.c[column], values))
    return frozenset(connection.execute(query).scalars())


def _event(row: Any) -> RawEvent:  # noqa: ANN401 - a row
    return RawEvent(id=EventId(row.id), received_at=row.received_at, status=Status(row.status), body=row.body)
