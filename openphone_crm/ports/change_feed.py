"""Following what changes."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.changes import ChangeCursor, ChangePage


class ChangeFeed(Protocol):
    """
    All that the API shows by an id, each thing once: where it changed last.

    Whoever writes to the store writes here too, in the same transaction. What is gone stays as
    deleted until retention lets go of it. That somebody works on an event is for a moment only, and
    is no change.
    """

    def after(self, cursor: ChangeCursor | None = None, *, limit: int) -> ChangePage:
        """
        What changed after a cursor, at most `limit` things in the order of change; None: from the start.

        A change that is committed later never stands before a cursor that was given out, so that a
        follower misses nothing however many write at once. It may be held back while a transaction
        that is older than it has not ended.

        Raises:
            OutdatedCursorError: When deletions after it were let go of, or it is not from here.
            UnavailableError: When the store is away.
        """
        ...
