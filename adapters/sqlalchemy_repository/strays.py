"""Finding a number where no index leads: in things that stand nowhere, and in others' calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, Text, cast, func, not_, or_, select

from openphone_crm.working_set import Wanted

from .bulk import among
from .tables import calls, conversation_parties, conversations, messages, transcripts, voicemails

BATCH: Final = 2000
"""Rows looked through with one statement: soon done with, even where each must be fetched from a disk."""


def strays_of(connection: Connection, numbers: Collection[str]) -> Wanted:
    """Messages, calls and voicemails with one of the numbers, in conversations that it is no party of."""
    found = _Strays(connection, numbers)
    return Wanted(
        message_ids=found.of(messages, "openphone_id", plain=["from_number"], listed=["to_numbers"]),
        call_ids=found.of(
            calls, "openphone_id", plain=["from_number", "our_number"], listed=["to_numbers", "parties"]
        )
        | found.of(transcripts, "call_openphone_id", plain=[], listed=["dialogue"]),
        activity_ids=found.of(voicemails, "key", plain=["from_number"], listed=["to_numbers"]),
    )


class _Strays:
    """Looks through whole tables: it takes a while, a short statement after the other, and locks nothing."""

    def __init__(self, connection: Connection, numbers: Collection[str]) -> None:
        self._connection = connection
        self._numbers = numbers
        self._known = self._conversations()

    def of(self, table: Table, key: str, *, plain: list[str], listed: list[str]) -> frozenset[str]:
        """The keys of the rows of a table in which a number stands in one of these columns."""
        is_known = among(self._connection, table.c.conversation_id, self._known)
        stray = or_(table.c.conversation_id.is_(None), not_(is_known))
        mentions = [among(self._connection, table.c[name], self._numbers) for name in plain]
        mentions += [self._is_listed(table.c[name]) for name in listed]
        is_found = (stray & or_(*mentions)).label("is_found")
        found: set[str] = set()
        # By id, which never changes: nothing slips past that is written anew meanwhile.
        after = ""
        while rows := self._next_of(select(table.c.id, table.c[key].label("key"), is_found), table, after):
            found.update(row.key for row in rows if row.is_found)
            after = rows[-1].id
        return frozenset(found)

    def _next_of(self, query: Select[Any], table: Table, after: str) -> Sequence[Any]:
        """What is found in the next batch, and the last row of the batch whatever is in it."""
        batch = query.where(table.c.id > after).order_by(table.c.id).limit(BATCH).cte("batch")
        last = select(func.max(batch.c.id)).scalar_subquery()
        wanted = select(batch).where(or_(batch.c.is_found, batch.c.id == last))
        return self._connection.execute(wanted.order_by(batch.c.id)).all()

    def _conversations(self) -> set[str]:
        """Those that one of the numbers is a party of, or that are of one of them."""
        parties, columns = conversation_parties.c, conversations.c
        party_of = select(parties.conversation_id).where(
            among(self._connection, parties.number, self._numbers)
        )
        owner_of = select(columns.id).where(among(self._connection, columns.our_number, self._numbers))
        return set(self._connection.execute(party_of.union(owner_of)).scalars())

    def _is_listed(self, column: Column[Any]) -> ColumnElement[bool]:
        """Whether a number is a text in the column's JSON."""
        written = cast(column, Text)
        return or_(*(written.contains(f'"{number}"', autoescape=True) for number in self._numbers))
