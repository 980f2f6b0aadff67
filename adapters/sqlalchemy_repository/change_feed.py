"""
Following what changes (port `ChangeFeed`): rows that triggers write, in an order that commits cannot upset.

A number that is drawn before the commit, such as a sequence's, may become visible after a later one,
and whoever has read the later one never sees it. So on PostgreSQL a change has the number of its
transaction, and only those are told that are older than every transaction still running: whoever is
slow delays the rest, and nobody is passed over. Decided against: a lock around numbering, because all
writers would take turns, with their commits in it; and numbering after the commit, because every
change would be written twice. SQLite has one writer at a time: the order of writing is the order of commits.

Of each thing there is only its last change. A row that moves on moves behind every cursor that was
ever given out, for its transaction had not ended then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs
from sqlalchemy import BigInteger, Connection, Text, cast, delete, func, select, text, tuple_, update

from openphone_crm.changes import Change, ChangeCursor, ChangedKind, ChangePage, OutdatedCursorError

from .database import Connections
from .tables import change_feed, changes

_PLACE: Final = (changes.c.number, changes.c.kind, changes.c.id)
_SNAPSHOT: Final = func.pg_current_snapshot()
_OLDEST_RUNNING: Final = cast(cast(func.pg_snapshot_xmin(_SNAPSHOT), Text), BigInteger)
_NOT_BEGUN: Final = cast(cast(func.pg_snapshot_xmax(_SNAPSHOT), Text), BigInteger)
_PRESENT: Final = cast(cast(func.pg_current_xact_id(), Text), BigInteger)
_ORIGIN: Final = text("SELECT CAST(system_identifier AS text) FROM pg_control_system()")


class SqlChangeFeed:
    """Reads `changes` through the index of their order."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def after(self, cursor: ChangeCursor | None = None, *, limit: int) -> ChangePage:
        """What changed after a cursor."""
        with self._connections.reading() as connection:
            origin = _origin(connection)
            start = cursor or ChangeCursor(origin=origin, gone=_gone(connection))
            rows = _later(connection, start, limit)
            # Looked at afterwards, so that what was let go of while the rows were read is noticed.
            if start.origin != origin or _is_outdated(connection, start):
                raise OutdatedCursorError
        found = tuple(_change(row, start) for row in rows)
        return ChangePage(found, found[-1].cursor if found else start)


def let_go_of_deleted(connection: Connection, *, before: datetime, limit: int) -> int:
    """Let go of things that were deleted before then, and remember up to where; how many."""
    _take_over(connection)
    is_old = changes.c.deleted & (changes.c.changed_at < before)
    oldest = select(*_PLACE).where(is_old).order_by(changes.c.changed_at).limit(limit)
    gone = connection.execute(oldest.with_for_update(skip_locked=True)).all()
    if gone:
        last = max(row.number for row in gone)
        connection.execute(update(change_feed).where(change_feed.c.gone < last).values(gone=last))
        is_one = tuple_(changes.c.kind, changes.c.id).in_([(row.kind, row.id) for row in gone])
        connection.execute(delete(changes).where(is_one))
    return len(gone)


def _take_over(connection: Connection) -> None:
    """
    Number anew what has a number that is still to come.

    Another server gave it, whose database was brought here: nobody would be told of it for long.
    """
    if connection.dialect.name == "postgresql":
        is_foreign = changes.c.number > select(_PRESENT).scalar_subquery()
        connection.execute(update(changes).where(is_foreign).values(number=_PRESENT))


def _origin(connection: Connection) -> str:
    """Which server numbers the changes; a file of SQLite does so itself, wherever it is."""
    if connection.dialect.name == "postgresql":
        return str(connection.execute(_ORIGIN).scalar_one())
    return ""


def _later(connection: Connection, start: ChangeCursor, limit: int) -> Sequence[Any]:
    is_later = tuple_(*_PLACE) > tuple_(start.number, start.kind, start.id)
    query = select(*_PLACE, changes.c.deleted).where(is_later)
    if connection.dialect.name == "postgresql":
        # Of the snapshot that finds the rows: whatever is older has ended, and is among them.
        query = query.where(changes.c.number < select(_OLDEST_RUNNING).scalar_subquery())
    return connection.execute(query.order_by(*_PLACE).limit(limit)).all()


def _gone(connection: Connection) -> int:
    """Up to which number deletions were let go of."""
    return int(connection.execute(select(change_feed.c.gone)).scalar_one())


def _is_outdated(connection: Connection, start: ChangeCursor) -> bool:
    """
    Whether deletions after this were let go of, or no change can have had the number yet.

    What was let go of before the follower began it has never heard of, however far back it still is.
    """
    is_postgresql = connection.dialect.name == "postgresql"
    last = _NOT_BEGUN - 1 if is_postgresql else change_feed.c.last
    known = connection.execute(select(change_feed.c.gone, last.label("last"))).one()
    has_missed = 0 < start.number <= known.gone and start.gone < known.gone
    return bool(has_missed or start.number > known.last)


def _change(row: Any, start: ChangeCursor) -> Change:  # noqa: ANN401 - a row of `_later`
    return Change(
        cursor=attrs.evolve(start, number=row.number, kind=row.kind, id=row.id),
        kind=ChangedKind(row.kind),
        id=row.id,
        is_deleted=row.deleted,
    )
