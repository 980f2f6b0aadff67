"""What the lines of a conversation add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

import attrs

from openphone_crm.crm import Conversation, ItemKind, TimelineEntry
from openphone_crm.ids import ConversationId
from openphone_crm.memory.store import EntryRow, State
from openphone_crm.views import ContactCard, ConversationView, LastItem, Participant

T = TypeVar("T")

KIND_ORDER: Final = {kind: order for order, kind in enumerate(ItemKind)}


@attrs.frozen
class Overview:
    """A conversation as it is looked at, and everything in which a text may be found."""

    view: ConversationView
    parties: tuple[str, ...]
    texts: tuple[str | None, ...]


def overviews(state: State, only: ConversationId | None = None) -> Iterator[Overview]:
    """Every conversation that has a line, or only one of them."""
    lines: defaultdict[ConversationId, list[EntryRow]] = defaultdict(list)
    for row in state.entries.values():
        if only in (None, row.entry.conversation_id):
            lines[row.entry.conversation_id].append(row)
    for conversation_id, rows in lines.items():
        rows.sort(key=lambda row: (row.entry.occurred_at, KIND_ORDER[row.entry.kind], row.entry.id))
        yield _overview(state.conversations[conversation_id], rows, state)


def _overview(conversation: Conversation, rows: Sequence[EntryRow], state: State) -> Overview:
    entries = [row.entry for row in rows]
    contacts = [state.owner_of(party) for party in conversation.parties]
    known = [text for one in contacts if one is not None for text in (one.name, one.email, one.company)]
    return Overview(
        _view(conversation, rows, state),
        conversation.parties,
        (*known, *(entry.text for entry in entries)),
    )


def _view(conversation: Conversation, rows: Sequence[EntryRow], state: State) -> ConversationView:
    entries = [row.entry for row in rows]
    newest = entries[-1]
    number = _number(conversation, entries)
    return ConversationView(
        id=conversation.id,
        contact=_card(number, state),
        phone_number=number,
        our_number=conversation.our_number,
        participants=tuple(_participant(party, state) for party in conversation.parties),
        last_activity_at=newest.occurred_at,
        last_item=LastItem(newest.kind, newest.direction, newest.text),
        unread_count=sum(row.is_unread for row in rows),
        needs_reply=_first(entry.asks_reply for entry in reversed(entries)) or False,
        opted_out=_first(entry.opts_out for entry in reversed(entries)) or False,
        deep_link=_first(entry.deep_link for entry in reversed(entries)),
    )


def _number(conversation: Conversation, entries: Sequence[TimelineEntry]) -> str:
    """The only party, or in a group the one who wrote first."""
    authors = (entry.author for entry in entries if entry.author in conversation.parties)
    return next(filter(None, authors), conversation.parties[0])


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _participant(party: str, state: State) -> Participant:
    contact = state.owner_of(party)
    return Participant(contact.id if contact else None, party)


def _card(number: str, state: State) -> ContactCard | None:
    contact = state.owner_of(number)
    return ContactCard(contact.id, contact.name, number) if contact else None
