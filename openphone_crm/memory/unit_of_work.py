"""Transactions over the CRM, in memory: one at a time, and undone when they fail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import attrs

from openphone_crm.erasure import Erasure, Erasures
from openphone_crm.ids import ConversationId
from openphone_crm.memory.approvals import MemoryApprovalBook
from openphone_crm.memory.archive import emptied
from openphone_crm.memory.erasing import erase, when_erased
from openphone_crm.memory.follow_ups import take_up_again
from openphone_crm.memory.loading import contacts_wanted, resources_wanted
from openphone_crm.memory.saving import save
from openphone_crm.memory.store import CRM, EntryRow, State, Store
from openphone_crm.memory.work_queue import settle
from openphone_crm.work_records import Settlement
from openphone_crm.working_set import Changes, LoadedContacts, LoadedResources, Wanted


@attrs.frozen
class MemoryTransaction:
    """What can be done in one transaction."""

    _state: State

    @property
    def approvals(self) -> MemoryApprovalBook:
        """What is suggested for contacts."""
        return MemoryApprovalBook(self._state)

    def lock(self, keys: Collection[str]) -> None:
        """Do nothing: whoever is in a transaction has everything to oneself."""

    def load_resources(self, wanted: Wanted) -> LoadedResources:
        """The present state of what is wanted."""
        return resources_wanted(wanted, self._state)

    def load_contacts(self, numbers: Collection[str], openphone_ids: Collection[str]) -> LoadedContacts:
        """The contacts with these numbers, or linked to these OpenPhone contacts."""
        return contacts_wanted(numbers, openphone_ids, self._state)

    def save(self, changes: Changes) -> None:
        """Write everything that changed."""
        save(changes, self._state)

    def settle(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """Record what became of claimed events."""
        settle(settlements, self._state.events, self._state, worker=worker)
        for settlement in settlements:
            if settlement.is_erased:
                self._state.events[settlement.id] = emptied(self._state.events[settlement.id])

    def settle_follow_ups(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """Record what became of claimed follow-ups."""
        settle(settlements, self._state.follow_ups, self._state, worker=worker)
        take_up_again(settlements, self._state)

    def has_erasures(self) -> bool:
        """Whether anybody was ever erased."""
        return bool(self._state.erasures)

    def when_erased(self, names: Collection[str]) -> Erasures:
        """When these numbers and ids were erased."""
        return when_erased(names, self._state)

    def erase(self, erasure: Erasure) -> None:
        """Take all of it away, and leave marks."""
        erase(erasure, self._state)

    def mark_read(self, conversation_id: ConversationId) -> bool:
        """Take the mark from everything in the conversation."""
        if conversation_id not in self._state.conversations:
            return False
        for item_id, row in self._state.entries.items():
            if row.entry.conversation_id == conversation_id:
                self._state.entries[item_id] = EntryRow(row.entry, is_unread=False)
        self._state.count(CRM)
        return True


class MemoryUnitOfWork:
    """Opens transactions, one at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def begin(self) -> Iterator[MemoryTransaction]:
        """Wait until nobody else is in a transaction, and begin one."""
        with self._store.writing() as state:
            yield MemoryTransaction(state)
