"""Bringing conversations up to date with their timelines, after items came, changed or went."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, case, func, select, update

from .bulk import among
from .tables import conversation_parties, conversations, timeline_items

_items = timeline_items.c
_ORDER = (_items.occurred_at, _items.position, _items.id)
_NEWEST = tuple(column.desc() for column in _ORDER)


def refresh(connection: Connection, touched: Collection[str]) -> None:
    """
    Work out anew what a conversation shows of its items.

    Always from all of them, so that it is right in whatever order they came; each figure is one
    look into an index. Whoever writes locks items first and conversations last, and for a short
    time: a backlog is often about a few busy conversations.
    """
    _lock(connection, touched)
    first_party = conversations.c.parties[0].as_string()
    connection.execute(
        update(conversations)
        .where(among(connection, conversations.c.id, touched))
        .values(
            last_item_id=_newest(_items.id),
            last_activity_at=_newest(_items.occurred_at),
            unread_count=_unread(),
            needs_reply=func.coalesce(_newest(_items.asks_reply, known=True), False),
            opted_out=func.coalesce(_newest(_items.opts_out, known=True), False),
            deep_link=_newest(_items.deep_link, known=True),
            phone_number=case((_is_group(), func.coalesce(_first_author(), first_party)), else_=first_party),
        )
    )


def mark_read(connection: Connection, conversation_id: str) -> bool:
    """Clear every unread mark of a conversation; False when there is no such conversation."""
    unread = select(_items.id).where(_items.conversation_id == conversation_id, _items.unread)
    marked = connection.execute(unread.order_by(_items.id).with_for_update()).scalars().all()
    if marked:
        marks = update(timeline_items).where(among(connection, _items.id, marked)).values(unread=False)
        connection.execute(marks)
    _lock(connection, [conversation_id])
    # Counted, not set to 0: what arrived at this very moment is still unread.
    counted = update(conversations).where(conversations.c.id == conversation_id)
    return bool(connection.execute(counted.values(unread_count=_unread())).rowcount)


def _lock(connection: Connection, touched: Collection[str]) -> None:
    """Have conversations to oneself; what later statements see includes all that others committed."""
    locked = select(conversations.c.id).where(among(connection, conversations.c.id, touched))
    connection.execute(locked.order_by(conversations.c.id).with_for_update())


def _of_conversation(column: Any) -> Select[Any]:  # noqa: ANN401 - any column
    return select(column).where(_items.conversation_id == conversations.c.id)


def _newest(column: Any, *, known: bool = False) -> ScalarSelect[Any]:  # noqa: ANN401 - any column
    """The column of the newest item; of the newest that has a value there, when `known`."""
    query = _of_conversation(column).order_by(*_NEWEST).limit(1)
    if known:
        query = query.where(column.is_not(None))
    return query.correlate(conversations).scalar_subquery()


def _unread() -> ScalarSelect[Any]:
    return _of_conversation(func.count()).where(_items.unread).correlate(conversations).scalar_subquery()


def _is_group() -> ColumnElement[bool]:
    second_party: ColumnElement[str | None] = conversations.c.parties[1].as_string()
    return second_party.is_not(None)


def _first_author() -> ScalarSelect[Any]:
    """The outside party who wrote first: whose conversation a group is."""
    is_party = (
        select(conversation_parties.c.number)
        .where(
            conversation_parties.c.conversation_id == conversations.c.id,
            conversation_parties.c.number == _items.author,
        )
        .correlate(conversations, timeline_items)
        .exists()
    )
    query = _of_conversation(_items.author).where(is_party).order_by(*_ORDER).limit(1)
    return query.correlate(conversations).scalar_subquery()
