"""Keyset pages: the next one begins where the last one ended, however many rows came meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable

T = TypeVar("T")


def newest_first(
    query: Select[Any], moment: ColumnElement[Any], tie: ColumnElement[Any], page: PageRequest
) -> Select[Any]:
    """The query for one page, newest first, with one row more to see whether there is a next."""
    if page.after is not None:
        query = query.where(before(moment, tie, page.after))
    return query.order_by(moment.desc(), tie.desc()).limit(page.limit + 1)


def before(moment: ColumnElement[Any], tie: ColumnElement[Any], position: Position) -> ColumnElement[bool]:
    """Whether a row comes after that position in a list that has the newest first."""
    return or_(moment < position.moment, and_(moment == position.moment, tie < storable(position.tie)))


def paged(
    rows: Sequence[Any], page: PageRequest, *, position: Callable[[Any], Position]
) -> tuple[Sequence[Any], Position | None]:
    """The rows of a page, and where the next one begins when there is one."""
    shown = rows[: page.limit]
    return shown, position(shown[-1]) if len(rows) > page.limit else None


def page_of(items: Sequence[T], following: Position | None) -> Page[T]:
    """A page of these items."""
    return Page(tuple(items), following)


def containing(column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    """Whether a text holds these words, in either case; `%` and `_` mean themselves."""
    return column.icontains(storable(words), autoescape=True)
