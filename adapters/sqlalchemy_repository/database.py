"""The database: how it is reached, migrated and checked, and the ports it serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from openphone_crm.errors import UnavailableError

from .failures import first_line, translated
from .schema import head_revision, migrate, present_revision, what_is_needed
from .time_limits import (
    CONNECT_S,
    IDLE_IN_TRANSACTION_S,
    SERVER_STATEMENT_S,
    STATEMENT_S,
    WAIT_FOR_LOCK_S,
    limit_time,
    unlimited,
)

_POOL = {"pool_size": 10, "max_overflow": 10, "pool_timeout": 5, "pool_use_lifo": True}
_POSTGRESQL_OPTIONS = (
    f"-c lock_timeout={WAIT_FOR_LOCK_S}s -c statement_timeout={SERVER_STATEMENT_S}s "
    f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_S}s -c timezone=UTC"
)


_SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    # A row that was acknowledged is there after a power cut too.
    "synchronous=FULL",
    # What was erased leaves no bytes behind.
    "secure_delete=ON",
    f"busy_timeout={WAIT_FOR_LOCK_S * 1000}",
)


class Connections:
    """
    Hands out connections: to read, to write one transaction, or to write single statements.

    Nothing connects before the first use, so that a process may fork after making one.
    """

    def __init__(self, url: str, *, statement_limit_s: float = STATEMENT_S) -> None:
        """Remember where the database is, and how long it may keep us waiting."""
        parsed = make_url(url)
        self.is_postgresql = parsed.get_backend_name() == "postgresql"
        arguments = _postgresql_arguments() if self.is_postgresql else {"timeout": WAIT_FOR_LOCK_S}
        self.engine: Engine = create_engine(
            parsed,
            connect_args=arguments,
            # Parameters are personal data; an error's text ends up in logs and in the attempt log.
            hide_parameters=True,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            **_POOL,
        )
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        if self.is_postgresql:
            limit_time(self.engine, statement_limit_s)
        else:
            _speak_sqlite(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to look at things with; on PostgreSQL each statement sees what is committed."""
        engine = self._autocommit if self.is_postgresql else self.engine
        with translated(), engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, undone when it raises."""
        engine = self.engine.execution_options(writes=True)
        with translated(), engine.begin() as connection:
            yield connection

    @contextmanager
    def single(self) -> Iterator[Connection]:
        """For one statement that is a transaction by itself: one round trip instead of three."""
        if not self.is_postgresql:
            with self.writing() as connection:
                yield connection
            return
        with translated(), self._autocommit.connect() as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the tables to the newest form, however long it takes."""
        with self.writing() as connection, unlimited(connection):
            migrate(connection)

    def check(self) -> None:
        """
        See that the database answers and has the newest tables.

        Raises:
            UnavailableError: Naming `database` or `migrations`.
        """
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))
            try:
                revision = present_revision(connection)
            except DBAPIError as error:
                raise UnavailableError("migrations", first_line(error)) from error
        if revision != head_revision():
            raise UnavailableError("migrations", what_is_needed(revision))

    def empty_log(self) -> None:
        """Let SQLite's log hold nothing of what was erased; while others read, it goes when they are done."""
        if self.is_postgresql:
            return
        # The driver's own connection: SQLAlchemy would begin a transaction, in which nothing can be emptied.
        with closing(self.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _postgresql_arguments() -> dict[str, Any]:
    return {
        "connect_timeout": CONNECT_S,
        "options": _POSTGRESQL_OPTIONS,
        # A connection that was cut without a word is noticed within seconds.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
        "application_name": "openphone-crm",
    }


def _speak_sqlite(engine: Engine) -> None:
    """Let us begin transactions ourselves: the driver begins them late, and then fails on upgrade."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own connection
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
