"""Reading a timeline: one look for the order, then one per kind of item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from openphone_crm.crm import Call, ItemKind, Message, Summary, Transcript, Voicemail
from openphone_crm.errors import InvalidInputError
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable
from openphone_crm.views import TimelineItem

from .bulk import among
from .call_reader import call_views
from .file_book import files_among, files_of
from .mapping import entity_of
from .paging import page_of, paged
from .tables import calls, messages, summaries, timeline_items, transcripts, voicemails

T = TypeVar("T")
_items = timeline_items.c
_PLAIN: dict[ItemKind, tuple[type[Any], Table]] = {
    ItemKind.MESSAGE: (Message, messages),
    ItemKind.VOICEMAIL: (Voicemail, voicemails),
    ItemKind.TRANSCRIPT: (Transcript, transcripts),
    ItemKind.SUMMARY: (Summary, summaries),
}


def read_timeline(
    connection: Connection, conversation_id: ConversationId, page: PageRequest
) -> Page[TimelineItem]:
    """The newest items of a conversation, newest first."""
    query = select(timeline_items).where(_items.conversation_id == storable(conversation_id))
    if page.after is not None:
        query = query.where(_is_older(page.after))
    query = query.order_by(_items.occurred_at.desc(), _items.position.desc(), _items.id.desc())
    found = connection.execute(query.limit(page.limit + 1)).all()
    rows, following = paged(found, page, position=_position)
    bodies = _bodies(connection, rows)
    files = files_of(connection, bodies.values())
    items = [
        TimelineItem(
            ItemId(row.id),
            ItemKind(row.kind),
            row.occurred_at,
            bodies[row.id],
            files_among(files, bodies[row.id]),
        )
        for row in rows
        if row.id in bodies
    ]
    return page_of(items, following)


def _position(row: Any) -> Position:  # noqa: ANN401 - a row of timeline_items
    return Position(row.occurred_at, f"{row.position}:{row.id}")


def _is_older(position: Position) -> ColumnElement[bool]:
    rank, _, item_id = position.tie.partition(":")
    if not rank.isascii() or not rank.isdecimal() or len(rank) > 1:
        raise InvalidInputError("cursor", "is not a cursor of this list")
    same_moment = _items.occurred_at == position.moment
    return or_(
        _items.occurred_at < position.moment,
        and_(same_moment, _items.position < int(rank)),
        and_(same_moment, _items.position == int(rank), _items.id < storable(item_id)),
    )


def _bodies(connection: Connection, rows: Sequence[Any]) -> Mapping[str, Any]:
    """The things behind the lines, by id."""
    by_kind: dict[ItemKind, list[str]] = {}
    for row in rows:
        by_kind.setdefault(ItemKind(row.kind), []).append(row.id)
    found: dict[str, Any] = {}
    for kind, ids in by_kind.items():
        if kind is ItemKind.CALL:
            known = _entities(connection, Call, calls, ids)
            found.update((view.call.id, view) for view in call_views(connection, known))
        else:
            found.update((body.id, body) for body in _entities(connection, *_PLAIN[kind], ids))
    return found


def _entities(connection: Connection, kind: type[T], table: Table, ids: Sequence[str]) -> list[T]:
    query = select(table).where(among(connection, table.c.id, ids))
    return [entity_of(kind, row) for row in connection.execute(query).mappings()]
