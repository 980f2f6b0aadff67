"""Looking at conversations (port `ConversationReader`)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from openphone_crm.crm import ItemKind
from openphone_crm.events import Direction
from openphone_crm.ids import ConversationId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable
from openphone_crm.views import (
    ContactCard,
    ConversationFilter,
    ConversationView,
    LastItem,
    Participant,
    TimelineItem,
)

from .database import Connections
from .paging import containing, newest_first, page_of, paged
from .people import Owner, is_named, is_numbered, owners_of
from .tables import (
    contact_numbers,
    contacts,
    conversation_parties,
    conversations,
    timeline_items,
)
from .timeline import read_timeline

_last = timeline_items.alias("last_item")
_VIEW = select(
    conversations,
    _last.c.kind,
    _last.c.direction,
    _last.c.text,
).join(_last, _last.c.id == conversations.c.last_item_id)


class SqlConversationReader:
    """Reads conversations and their timelines."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def find(self, wanted: ConversationFilter, page: PageRequest) -> Page[ConversationView]:
        """Conversations by their last activity, newest first."""
        query = newest_first(
            _filtered(_VIEW, wanted), conversations.c.last_activity_at, conversations.c.id, page
        )
        with self._connections.reading() as connection:
            rows, following = paged(connection.execute(query).all(), page, position=_position)
            return page_of(_views(connection, rows), following)

    def get(self, conversation_id: ConversationId) -> ConversationView | None:
        """One conversation."""
        query = _VIEW.where(conversations.c.id == storable(conversation_id))
        with self._connections.reading() as connection:
            views = _views(connection, connection.execute(query).all())
        return views[0] if views else None

    def timeline(self, conversation_id: ConversationId, page: PageRequest) -> Page[TimelineItem]:
        """The newest items of a conversation, newest first."""
        with self._connections.reading() as connection:
            return read_timeline(connection, conversation_id, page)


def _filtered(query: Select[Any], wanted: ConversationFilter) -> Select[Any]:
    columns = conversations.c
    if wanted.unread is not None:
        query = query.where(columns.unread_count > 0 if wanted.unread else columns.unread_count == 0)
    if wanted.needs_reply is not None:
        query = query.where(columns.needs_reply.is_(wanted.needs_reply))
    if wanted.needs_attention is not None:
        waits = or_(columns.unread_count > 0, columns.needs_reply)
        query = query.where(waits if wanted.needs_attention else ~waits)
    if wanted.phone_number is not None:
        query = query.where(_has_party(conversation_parties.c.number == storable(wanted.phone_number)))
    if wanted.text is not None:
        query = query.where(_mentions(wanted.text))
    return query


def _has_party(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    parties = conversation_parties.c
    return select(parties.number).where(parties.conversation_id == conversations.c.id, condition).exists()


def _mentions(words: str) -> ColumnElement[bool]:
    """Whether a name, a number or an item of the conversation holds these words."""
    named = (
        select(contact_numbers.c.number)
        .join(contacts, contacts.c.id == contact_numbers.c.contact_id)
        .where(is_named(words))
    )
    said = select(timeline_items.c.id).where(
        timeline_items.c.conversation_id == conversations.c.id, containing(timeline_items.c.text, words)
    )
    return or_(
        _has_party(is_numbered(conversation_parties.c.number, words)),
        _has_party(conversation_parties.c.number.in_(named)),
        said.exists(),
    )


def _views(connection: Connection, rows: Any) -> list[ConversationView]:  # noqa: ANN401 - rows of _VIEW
    numbers = {number for row in rows for number in row.parties}
    owners = owners_of(connection, numbers)
    return [_view(row, owners) for row in rows]


def _view(row: Any, owners: dict[str, Owner]) -> ConversationView:  # noqa: ANN401 - a row of _VIEW
    owner = owners.get(row.phone_number)
    card = ContactCard(owner.contact_id, owner.name, row.phone_number) if owner else None
    return ConversationView(
        id=ConversationId(row.id),
        contact=card,
        phone_number=row.phone_number,
        our_number=row.our_number,
        participants=tuple(_participant(number, owners) for number in row.parties),
        last_activity_at=row.last_activity_at,
        last_item=LastItem(ItemKind(row.kind), Direction(row.direction) if row.direction else None, row.text),
        unread_count=row.unread_count,
        needs_reply=row.needs_reply,
        opted_out=row.opted_out,
        deep_link=row.deep_link,
    )


def _participant(number: str, owners: dict[str, Owner]) -> Participant:
    owner = owners.get(number)
    return Participant(owner.contact_id if owner else None, number)


def _position(row: Any) -> Position:  # noqa: ANN401 - a row of _VIEW
    return Position(row.last_activity_at, row.id)
