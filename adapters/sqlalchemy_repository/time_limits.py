"""How long PostgreSQL may take to answer; a connection on which it takes longer is closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout  # the one thing by which an expired limit can be told
from sqlalchemy import Connection, Engine, event, text

# Each is longer than the one before it: a server that lives says itself what was too slow, and keeps the
# connection; the last one is for a server that says nothing.
CONNECT_S = 5
WAIT_FOR_LOCK_S = 10
SERVER_STATEMENT_S = 15
STATEMENT_S = 20.0
# The transaction of a client that was lost holds its locks until then, and others wait behind them. A batch
# is decided on in a transaction: for a third of a lease, and as long again as one event may take.
IDLE_IN_TRANSACTION_S = 25


class OverdueError(psycopg.OperationalError):
    """The server was silent for longer than a statement may take; the connection is closed."""


class LimitedConnection(psycopg.Connection[Any]):
    """
    A connection that does not wait for ever.

    libpq and the kernel notice a machine that is gone, but not a server that takes what it is sent and never
    answers: one that is stopped, or behind a proxy that is. Everything that waits for an answer, commits and
    rollbacks too, goes through `wait`; its own deadline costs nothing, and needs no other thread.
    """

    limit_s: float | None = STATEMENT_S

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # noqa: ANN401 - psycopg's
        """
        Wait for one answer.

        Raises:
            OverdueError: When it does not come in time.
        """
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.limit_s)
        except _WaitTimeout as error:
            # An answer that came now would be taken for that of the next statement.
            self.pgconn.finish()
            message = f"no answer within {self.limit_s:g} s"
            raise OverdueError(message) from error


def limit_time(engine: Engine, statement_s: float) -> None:
    """Let no statement on a connection of this engine take longer."""

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, arguments: Any, parameters: Any) -> LimitedConnection:  # noqa: ANN401 - psycopg's
        connection = LimitedConnection.connect(*arguments, **parameters)
        connection.limit_s = statement_s
        return connection


@contextmanager
def unlimited(connection: Connection) -> Iterator[None]:
    """Let the statements of this block, and of the transaction that it begins or is in, take their time."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, LimitedConnection):
        yield
        return
    limit_s, driver.limit_s = driver.limit_s, None
    try:
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = 0"))
        yield
    finally:
        driver.limit_s = limit_s
