"""Erasing a person, in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.crm import Conversation
from openphone_crm.erasure import ERASED, Elsewhere, Person, RawEvent, Writing, numbers_in
from openphone_crm.ids import ContactId, ConversationId, EventId
from openphone_crm.memory.archive import emptied, is_finished
from openphone_crm.memory.audit import save_audit
from openphone_crm.memory.replies import MemoryReplies
from openphone_crm.memory.store import EVENTS, EventRow, State, Store
from openphone_crm.memory.unit_of_work import MemoryTransaction
from openphone_crm.memory.writings import take_away, writings
from openphone_crm.paging import Position
from openphone_crm.work_records import Status
from openphone_crm.working_set import Wanted

T = TypeVar("T")


@attrs.frozen
class MemoryErasingTransaction(MemoryTransaction):
    """A transaction that also sees what belongs together."""

    _replies: MemoryReplies

    def person(self, contact_id: ContactId) -> Person | None:
        """The contact, with everything that leads to what is theirs."""
        contact = self._state.contacts.get(contact_id)
        if contact is None:
            return None
        numbers = set(contact.phone_numbers)
        links = self._state.links.values()
        return Person(
            contact=contact,
            link_ids=frozenset(link.openphone_id for link in links if link.contact_id == contact_id),
            conversations=tuple(
                one for one in self._state.conversations.values() if not numbers.isdisjoint(_members(one))
            ),
            own_lines=frozenset(numbers.intersection(self._state.lines.values())),
        )

    def resources_in(self, conversation_ids: Collection[ConversationId]) -> Wanted:
        """What stands in these conversations, by OpenPhone's ids."""
        state, ids = self._state, frozenset(conversation_ids)
        voicemails = [one for one in state.voicemails.values() if one.conversation_id in ids]
        activities = {one.activity_id for one in voicemails if one.activity_id}
        return Wanted(
            message_ids=frozenset(k for k, one in state.messages.items() if one.conversation_id in ids),
            call_ids=frozenset(k for k, one in state.calls.items() if one.conversation_id in ids),
            activity_ids=frozenset(activities.union(one.key for one in voicemails)),
        )

    def empty(self, event_ids: Collection[EventId], *, at: datetime) -> int:
        """Keep nothing of what these events said."""
        rows = [row for event_id in event_ids if (row := self._state.events.get(event_id))]
        self._state.events.update((row.id, _emptied_for_good(row, at)) for row in rows)
        self._state.count(EVENTS)
        return len(rows)

    def take_away(self, kind: Elsewhere, keys: Collection[str]) -> None:
        """Keep nothing of these writings; of an answer, only that it was given."""
        take_away(kind, frozenset(keys), self._state, self._replies)
        self._state.count(EVENTS)

    def record(self, entry: AuditEntry) -> None:
        """Keep an entry of the log."""
        save_audit(entry, self._state)


class MemoryErasures:
    """Opens transactions that erase, one at a time like all others."""

    def __init__(self, store: Store, replies: MemoryReplies) -> None:
        self._store = store
        self._replies = replies

    @contextmanager
    def begin(self, *, alone: bool) -> Iterator[MemoryErasingTransaction]:  # noqa: ARG002 - everybody is alone here
        """A transaction."""
        with self._store.writing() as state:
            yield MemoryErasingTransaction(state, self._replies)

    def strays(self, numbers: Collection[str]) -> Wanted:
        """Where a number occurs although it is no party there."""
        with self._store.reading() as state:
            return _strays(frozenset(numbers), state)

    def events(self, status: Status, *, after: Position | None, limit: int) -> Sequence[RawEvent]:
        """Events of that status of which the body is kept, by receipt and id."""
        with self._store.reading() as state:
            rows = [row for row in state.events.values() if row.status is status and not row.is_erased]
        return _following(map(_raw, rows), lambda event: (event.received_at, event.id), after)[:limit]

    def writings(self, kind: Elsewhere, *, after: Position | None, limit: int) -> Sequence[Writing]:
        """Writings that may hold words or numbers, by when they were done with or begun, and key."""
        with self._store.reading() as state:
            found = writings(kind, state, self._replies)
        return _following(found, lambda writing: (writing.at, writing.key), after)[:limit]


def _following(
    things: Iterable[T], place: Callable[[T], tuple[datetime, str]], after: Position | None
) -> list[T]:
    """The things after a position, in order."""
    start = (after.moment, after.tie) if after else None
    return sorted((one for one in things if start is None or place(one) > start), key=place)


def _members(conversation: Conversation) -> set[str]:
    return {conversation.our_number, *conversation.parties}


def _strays(numbers: frozenset[str], state: State) -> Wanted:
    known = {one.id for one in state.conversations.values() if not numbers.isdisjoint(_members(one))}

    def is_stray(thing: object) -> bool:
        is_known = getattr(thing, "conversation_id", None) in known
        return not is_known and not numbers.isdisjoint(numbers_in(thing))

    calls = {call.openphone_id for call in state.calls.values() if is_stray(call)}
    heard = {one.call_openphone_id for one in state.transcripts.values() if is_stray(one)}
    return Wanted(
        message_ids=frozenset(one.openphone_id for one in state.messages.values() if is_stray(one)),
        call_ids=frozenset(calls | heard),
        activity_ids=frozenset(one.key for one in state.voicemails.values() if is_stray(one)),
    )


def _emptied_for_good(row: EventRow, at: datetime) -> EventRow:
    finished = is_finished(row)
    return attrs.evolve(
        emptied(row),
        status=row.status if finished else Status.IGNORED,
        error_message=None if finished else ERASED,
        processed_at=row.processed_at or at,
        claimed_by=None,
        lease_until=None,
    )


def _raw(row: EventRow) -> RawEvent:
    return RawEvent(
        id=row.arrival.id, received_at=row.arrival.received_at, status=row.status, body=row.arrival.body
    )
