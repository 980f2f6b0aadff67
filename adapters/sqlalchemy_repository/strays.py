"""Finding a number where no index leads: in things that stand nowhere, and in others' calls."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, cast, func, not_, or_, select

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
        query = select(table.c[key]).where(stray, or_(*mentions))
        found: set[str] = set()
        # By id, which never changes: a row that is written meanwhile is passed over in no other way.
        after = ""
        while last := self._last_of_batch(table, after):
            batch = query.where(table.c.id > after, table.c.id <= last)
            found.update(self._connection.execute(batch).scalars())
            after = last
        return frozenset(found)

    def _conversations(self) -> set[str]:
        """Those that one of the numbers is a party of, or that are of one of them."""
        parties, columns = conversation_parties.c, conversations.c
        party_of = select(parties.conversation_id).where(
            among(self._connection, parties.number, self._numbers)
        )
        owner_of = select(columns.id).where(among(self._connection, columns.our_number, self._numbers))
        return set(self._connection.execute(party_of.union(owner_of)).scalars())

    def _last_of_batch(self, table: Table, after: str) -> str | None:
        batch = select(table.c.id).where(table.c.id > after).order_by(table.c.id).limit(BATCH).subquery()
        return self._connection.execute(select(func.max(batch.c.id))).scalar()

    def _is_listed(self, column: Column[Any]) -> ColumnElement[bool]:
        """Whether a number is a text in the column's JSON."""
        written = cast(column, Text)
        return or_(*(written.contains(f'"{number}"', autoescape=True) for number in self._numbers))
