"""What the database says when something is wrong, in the core's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from openphone_crm.errors import StoreAwayError, UnavailableError

from .time_limits import OverdueError

# Classes of SQLSTATE after which the same statement may well succeed: lost connections, too few
# resources, shutting down, deadlocks and serialization, and a lock that was waited for too long.
# Not 57014 and 53200: a statement that takes too long, or a batch that takes more locks than there is room
# for, does so again. It must count as an attempt, and a batch must be taken apart.
_PASSING = ("08", "530", "531", "533", "57P", "40", "55P03")
# A table or a column that is not there: who started a server before migrating sees to it while it runs.
_OLD_TABLES = ("42P01", "42703")
_OLD_TABLES_OF_SQLITE = ("no such table", "no such column", "has no column named")
MIGRATE = "run `python -m entrypoints migrate`"


@contextmanager
def translated() -> Iterator[None]:
    """Raise StoreAwayError for whatever is not the fault of what was asked."""
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreAwayError("database", "no free connection") from error
    except DBAPIError as error:
        if has_old_tables(error):
            raise StoreAwayError("migrations", MIGRATE) from error
        if is_passing(error):
            raise StoreAwayError("database", first_line(error)) from error
        raise


def is_passing(error: DBAPIError) -> bool:
    """Whether the database is away or busy, rather than asked for something it cannot do."""
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_PASSING)
    # SQLite has no SQLSTATE and psycopg none for a connection that was never made.
    return "no such" not in str(error.orig) and "syntax error" not in str(error.orig)


def has_old_tables(error: DBAPIError) -> bool:
    """Whether what was asked for will be there after a migration."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _OLD_TABLES
    return any(words in str(error.orig) for words in _OLD_TABLES_OF_SQLITE)


def first_line(error: DBAPIError) -> str:
    """What the driver said, without the statement and its parameters, which hold personal data."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def was_cut(error: UnavailableError) -> bool:
    """
    Whether a connection that had worked was found dead, so that a fresh one may well work.

    Not one that was silent until its time was up: nobody waits any longer for what a fresh one would say.
    """
    cause = error.__cause__
    return (
        isinstance(cause, DBAPIError)
        and cause.connection_invalidated
        and not isinstance(cause.orig, OverdueError)
    )
