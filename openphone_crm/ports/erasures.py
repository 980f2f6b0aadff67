"""Erasing a person: everything in one transaction that no worker's is beside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from openphone_crm.audit import AuditEntry
from openphone_crm.erasure import Elsewhere, Person, RawEvent, Writing
from openphone_crm.ids import ContactId, ConversationId, EventId
from openphone_crm.paging import Position
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.work_records import Status
from openphone_crm.working_set import Wanted


class ErasingTransaction(Transaction, Protocol):
    """A transaction that also sees what belongs together."""

    def person(self, contact_id: ContactId) -> Person | None:
        """The contact, kept from changing, with everything that leads to what is theirs."""
        ...

    def resources_in(self, conversation_ids: Collection[ConversationId]) -> Wanted:
        """The messages, calls and voicemails that stand in these conversations."""
        ...

    def empty(self, event_ids: Collection[EventId], *, at: datetime) -> int:
        """
        Keep nothing of what these events said: neither body nor payload nor attempts.

        What was not finished is `ignored` from then on, whoever works on it right now.

        Returns:
            How many there were.
        """
        ...

    def take_away(self, kind: Elsewhere, keys: Collection[str]) -> None:
        """Keep nothing of these writings; of an answer, only that it was given."""
        ...

    def record(self, entry: AuditEntry) -> None:
        """Keep an entry of the log of who did what."""
        ...


class Erasures(Protocol):
    """
    Opens transactions that erase, and finds what must be looked at first.

    Whatever takes too long in the store, or finds it away, is an `UnavailableError`.
    """

    def begin(self, *, alone: bool) -> AbstractContextManager[ErasingTransaction]:
        """
        A transaction; `alone`, so that no worker saves anything until it ends.

        Raises:
            UnavailableError: When the store is away, or workers do not end in time.
        """
        ...

    def strays(self, numbers: Collection[str]) -> Wanted:
        """
        Messages, calls and voicemails in which a number occurs although it is no party there.

        That is where they stand in no conversation, or where somebody spoke in another's call.
        """
        ...

    def events(self, status: Status, *, after: Position | None, limit: int) -> Sequence[RawEvent]:
        """Events of that status of which the body is kept, by receipt and id."""
        ...

    def writings(self, kind: Elsewhere, *, after: Position | None, limit: int) -> Sequence[Writing]:
        """Writings that may hold words or numbers, by when they were done with or begun, and key."""
        ...
