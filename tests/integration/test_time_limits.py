"""No call to PostgreSQL takes for ever, whatever becomes of the connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from sqlalchemy import text

from adapters.falcon_http.threads import PATIENCE_S
from adapters.sqlalchemy_repository.database import Connections
from adapters.sqlalchemy_repository.failures import was_cut
from adapters.sqlalchemy_repository.inbox import SqlInbox
from adapters.sqlalchemy_repository.time_limits import (
    CONNECT_S,
    SERVER_STATEMENT_S,
    STATEMENT_S,
    WAIT_FOR_LOCK_S,
    unlimited,
)
from openphone_crm.errors import UnavailableError
from openphone_crm.testing.builders import arrival
from tests.integration.proxy import TcpProxy

LIMIT_S = 1.0
OVERDUE = r"^database is unavailable: no answer within 1 s$"
LONGER = "SELECT pg_sleep(2)"
POOLED = 5


@pytest.fixture
def proxy(postgresql_url: str) -> Iterator[TcpProxy]:
    """Lend the way to an empty database."""
    with TcpProxy.before(postgresql_url) as lent:
        yield lent


@pytest.fixture
def connections(proxy: TcpProxy) -> Iterator[Connections]:
    """Lend connections that go this way, and have little patience."""
    with closing(Connections(proxy.url, statement_limit_s=LIMIT_S)) as lent:
        yield lent


def look(connections: Connections, statement: str = "SELECT 1") -> object:
    """Ask the database for one thing."""
    with connections.reading() as connection:
        return connection.execute(text(statement)).scalar_one()


def fill_pool(connections: Connections) -> None:
    """Make some connections, and let them lie."""
    with ExitStack() as stack:
        for _ in range(POOLED):
            stack.enter_context(connections.reading()).execute(text("SELECT 1"))


def write_and(go_on: Callable[[], None], connections: Connections) -> None:
    """Write something in a transaction, which ends after what comes then."""
    with connections.writing() as connection:
        connection.execute(text("CREATE TABLE things (name text)"))
        go_on()


def test_the_limits_are_in_order() -> None:
    """A server that lives says itself what was too slow, and a request waits until the store has given up."""
    assert CONNECT_S < WAIT_FOR_LOCK_S < SERVER_STATEMENT_S < STATEMENT_S < PATIENCE_S


def test_a_silent_server_is_unavailable(connections: Connections, proxy: TcpProxy) -> None:
    """A statement that is not answered in time fails, and no second try is made for it."""
    look(connections)
    proxy.stall()

    with pytest.raises(UnavailableError, match=OVERDUE) as caught:
        look(connections)

    assert not was_cut(caught.value)


def test_a_silent_server_is_found_well_again(connections: Connections, proxy: TcpProxy) -> None:
    """When the server answers again, so do the same connections' successors; nothing has to be restarted."""
    look(connections)
    proxy.stall()
    with pytest.raises(UnavailableError):
        look(connections)

    proxy.pass_on()

    assert look(connections) == 1


def test_a_commit_has_a_limit_too(connections: Connections, proxy: TcpProxy) -> None:
    """A transaction whose end is not confirmed in time has failed."""
    with pytest.raises(UnavailableError, match=OVERDUE):
        write_and(proxy.stall, connections)


def test_an_undone_transaction_has_a_limit_too(connections: Connections, proxy: TcpProxy) -> None:
    """Leaving a transaction because of an error takes no longer when the server cannot be told."""

    def fail() -> None:
        proxy.stall()
        raise LookupError

    with pytest.raises(UnavailableError, match=OVERDUE):
        write_and(fail, connections)


def test_lost_connections_cost_one_limit(connections: Connections, proxy: TcpProxy) -> None:
    """When one connection turns out to be dead, the others of the pool are not tried one after the other."""
    fill_pool(connections)
    proxy.lose()

    with pytest.raises(UnavailableError, match=OVERDUE):
        look(connections)

    assert [look(connections) for _ in range(POOLED)] == [1] * POOLED


def test_a_slow_server_is_not_a_silent_one(connections: Connections, proxy: TcpProxy) -> None:
    """Latency is no error as long as each answer comes in time."""
    proxy.slow(LIMIT_S / 10)

    assert [look(connections) for _ in range(POOLED)] == [1] * POOLED


@pytest.mark.parametrize("accident", [TcpProxy.cut, TcpProxy.reset])
def test_deliveries_outlive_their_connection(
    connections: Connections, proxy: TcpProxy, accident: Callable[[TcpProxy], None]
) -> None:
    """Deliveries that find their connection dead are stored through a new one at once."""
    connections.migrate()
    fill_pool(connections)
    accident(proxy)

    [stored] = SqlInbox(connections).add([arrival()])

    assert stored.is_new


def test_the_limit_is_for_one_statement(connections: Connections) -> None:
    """One that takes longer fails on a server that works, too, and the next one is not affected."""
    with pytest.raises(UnavailableError, match=OVERDUE):
        look(connections, LONGER)

    assert look(connections) == 1


def test_a_migration_takes_as_long_as_it_needs(connections: Connections) -> None:
    """Neither side ends it; afterwards the same connection has its limits again."""
    with connections.writing() as connection, unlimited(connection):
        connection.execute(text(LONGER))
        limit = connection.execute(text("SHOW statement_timeout")).scalar_one()

    assert limit == "0"
    assert look(connections, "SHOW statement_timeout") == f"{SERVER_STATEMENT_S}s"
    with pytest.raises(UnavailableError, match=OVERDUE):
        look(connections, LONGER)
