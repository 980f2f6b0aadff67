"""Somebody who follows the changes of a store and keeps a copy of what there is."""

from __future__ import annotations

from itertools import count
from typing import Final

import attrs

from openphone_crm.changes import Change, ChangeCursor, ChangedKind
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status

_MOST_POLLS: Final = 20_000
_NUMBERS: Final = count()

Thing = tuple[ChangedKind, str]


@attrs.define
class Follower:
    """Goes on from where it was, so many changes at a time, and knows what there is by then."""

    store: Store
    limit: int = 200
    cursor: ChangeCursor | None = None
    present: set[Thing] = attrs.field(factory=set)

    def poll(self) -> tuple[Change, ...]:
        """What is told now."""
        page = self.store.change_feed.after(self.cursor, limit=self.limit)
        self.cursor = page.next
        for change in page.changes:
            thing = (change.kind, change.id)
            self.present.discard(thing) if change.is_deleted else self.present.add(thing)
        return page.changes

    def news(self) -> list[Change]:
        """
        All that is told up to now.

        A database may have other things going on, which hold changes back for a moment: so an event
        is received, and when that is told, all is that was before it.
        """
        mark = make.arrival(f"mark {next(_NUMBERS)}", status=Status.IGNORED)
        self.store.inbox.add([mark])
        told: list[Change] = []
        for _ in range(_MOST_POLLS):
            told.extend(self.poll())
            if told and told[-1].id == mark.id:
                self.present.discard((ChangedKind.WEBHOOK_EVENT, mark.id))
                return told[:-1]
        raise AssertionError(told)


def caught_up(store: Store, limit: int = 200) -> Follower:
    """Somebody who knows all that there is."""
    follower = Follower(store, limit)
    follower.news()
    return follower
