"""
What changed, in memory: found by comparing before and after, so that nothing that writes can forget it.

There is no clock here, so that what is gone is known as long as the process lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openphone_crm.changes import Change, ChangeCursor, ChangePage, OutdatedCursorError
from openphone_crm.memory.differences import differences

if TYPE_CHECKING:
    from openphone_crm.memory.store import State, Store

FEED = "feed"
"""The scope under which the state counts the numbers of changes."""


class MemoryChangeFeed:
    """Tells what changed since this store was made."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def after(self, cursor: ChangeCursor | None = None, *, limit: int) -> ChangePage:
        """What changed after a cursor."""
        start = cursor or ChangeCursor()
        with self._store.reading() as state:
            known = state.changes.get(FEED, 0)
            changes = list(state.feed.values())
        if start.number > known or start.origin:
            raise OutdatedCursorError
        later = sorted((one for one in changes if _place(one.cursor) > _place(start)), key=_order)
        shown = tuple(later[:limit])
        return ChangePage(shown, shown[-1].cursor if shown else start)


def tell(before: State, after: State) -> None:
    """Write down what differs from before, under one number."""
    found = list(differences(before, after))
    if not found:
        return
    after.count(FEED)
    number = after.changes[FEED]
    for kind, changed_id, is_deleted in found:
        cursor = ChangeCursor(number=number, kind=kind, id=changed_id)
        change = Change(cursor=cursor, kind=kind, id=changed_id, is_deleted=is_deleted)
        after.feed[kind, changed_id] = change


def _order(change: Change) -> tuple[int, str, str]:
    return _place(change.cursor)


def _place(cursor: ChangeCursor) -> tuple[int, str, str]:
    return cursor.number, cursor.kind, cursor.id
