"""Keyset pages of things that are all at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from openphone_crm.paging import Page, PageRequest, Position

T = TypeVar("T")


def page_of(things: Iterable[T], position: Callable[[T], Position], page: PageRequest) -> Page[T]:
    """The page that was asked for, newest first."""
    placed = [(_key(position(thing)), thing) for thing in things]
    if page.after is not None:
        after = _key(page.after)
        placed = [one for one in placed if one[0] < after]
    placed.sort(key=lambda one: one[0], reverse=True)
    items = tuple(thing for _, thing in placed[: page.limit])
    return Page(items, position(items[-1]) if len(placed) > len(items) > 0 else None)


def _key(position: Position) -> tuple[datetime, str]:
    return position.moment, position.tie
