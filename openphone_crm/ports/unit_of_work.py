"""One transaction over the CRM."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from openphone_crm.ids import ConversationId
from openphone_crm.ports.approvals import ApprovalBook
from openphone_crm.ports.erasure_marks import ErasureMarks
from openphone_crm.work_records import Settlement
from openphone_crm.working_set import Changes, LoadedContacts, LoadedResources, Wanted


class Transaction(ErasureMarks, Protocol):
    """Everything between `begin` and the end of its block happens, or nothing of it."""

    @property
    def approvals(self) -> ApprovalBook:
        """What is suggested for contacts, in this same transaction."""
        ...

    def lock(self, keys: Collection[str]) -> None:
        """
        Have these keys to oneself until the transaction ends; wait for whoever has one now.

        Raises:
            UnavailableError: When the wait is too long or would be for ever.
        """
        ...

    def load_resources(self, wanted: Wanted) -> LoadedResources:
        """The messages, calls with all their parts, voicemails and lines that are known."""
        ...

    def load_contacts(self, numbers: Collection[str], openphone_ids: Collection[str]) -> LoadedContacts:
        """The contacts that own these numbers or are linked to these OpenPhone contacts."""
        ...

    def save(self, changes: Changes) -> None:
        """
        Write the changes, and bring the conversations they touch up to date.

        Raises:
            ConflictError: When a number belongs to another contact by now.
        """
        ...

    def settle(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """
        Record what became of claimed events, and give the claims back.

        Raises:
            LeaseLostError: When another worker has taken one of them over.
        """
        ...

    def settle_follow_ups(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """
        Record what became of claimed follow-ups, and give the claims back.

        Raises:
            LeaseLostError: When another worker has taken one of them over.
        """
        ...

    def mark_read(self, conversation_id: ConversationId) -> bool:
        """Everything in the conversation is read; False when there is no such conversation."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """
        A transaction that commits when its block ends, and is undone when the block raises.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
