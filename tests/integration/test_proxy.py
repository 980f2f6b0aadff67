"""The proxy misbehaves exactly as it is told to."""

from __future__ import annotations

import socket
import socketserver
from collections.abc import Iterator
from contextlib import closing
from threading import Thread

import pytest

from tests.integration.proxy import HOST, TcpProxy
from tests.integration.server_process import PAUSE_S, ServerError, free_port

PATIENCE_S = 10.0
SILENCE_S = 0.2


class Echo(socketserver.StreamRequestHandler):
    """A server that says what it is told, line by line."""

    def handle(self) -> None:
        """Answer until the other side has nothing more to say."""
        for line in self.rfile:
            self.wfile.write(line)


class Server(socketserver.ThreadingTCPServer):
    """Such a server, whose connections end with the test."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: being reset is what it is here for."""


@pytest.fixture
def proxy() -> Iterator[TcpProxy]:
    """Lend a proxy before a server that echoes."""
    with Server((HOST, 0), Echo) as server:
        Thread(target=server.serve_forever, args=(PAUSE_S,), daemon=True).start()
        with TcpProxy(HOST, server.server_address[1]) as lent:
            yield lent
        server.shutdown()


def connected(proxy: TcpProxy) -> socket.socket:
    """Connect to the proxy."""
    return socket.create_connection((HOST, proxy.port), timeout=PATIENCE_S)


def echo(client: socket.socket, line: bytes = b"hello\n") -> bytes:
    """Say something, and hear what comes back."""
    client.sendall(line)
    return client.recv(len(line))


def is_silent(client: socket.socket) -> bool:
    """Say something, and tell whether nothing comes back for a while."""
    client.sendall(b"anybody?\n")
    client.settimeout(SILENCE_S)
    try:
        client.recv(1)
    except TimeoutError:
        return True
    finally:
        client.settimeout(PATIENCE_S)
    return False


def test_it_passes_on(proxy: TcpProxy) -> None:
    """What one side says the other hears, also when it is more than fits into a buffer."""
    long = b"x" * 1_000_000 + b"\n"
    with closing(connected(proxy)) as client, client.makefile("rb") as answers:
        Thread(target=client.sendall, args=(long,), daemon=True).start()

        answer = answers.readline()

    assert answer == long
    assert proxy.accepted == 1


def test_the_end_is_passed_on(proxy: TcpProxy) -> None:
    """A client that has said all it had to say still hears the answer, and then the end."""
    with closing(connected(proxy)) as client, client.makefile("rb") as answers:
        client.sendall(b"bye\n")

        client.shutdown(socket.SHUT_WR)

        assert answers.read() == b"bye\n"


def test_slow_is_later_and_not_never(proxy: TcpProxy) -> None:
    """An answer that has to wait comes in the end."""
    proxy.slow(2 * SILENCE_S)
    with closing(connected(proxy)) as client:
        was_silent = is_silent(client)

        answer = client.recv(100)

    assert was_silent
    assert answer == b"anybody?\n"


def test_a_stalled_peer_is_silent_and_speaks_again(proxy: TcpProxy) -> None:
    """Nothing passes while it is stalled, on old and new connections; all of it does afterwards."""
    with closing(connected(proxy)) as old:
        echo(old)
        proxy.stall()
        with closing(connected(proxy)) as new:
            was_silent = is_silent(old), is_silent(new)

            proxy.pass_on()

            assert was_silent == (True, True)
            assert (old.recv(100), new.recv(100)) == (b"anybody?\n", b"anybody?\n")


def test_a_refused_client_knows_at_once(proxy: TcpProxy) -> None:
    """Nobody listens, who was connected goes on, and later the same address answers again."""
    with closing(connected(proxy)) as old:
        echo(old)

        proxy.refuse()

        with pytest.raises(ConnectionRefusedError):
            connected(proxy)
        assert echo(old) == b"hello\n"
    proxy.pass_on()
    with closing(connected(proxy)) as new:
        assert echo(new) == b"hello\n"


def test_a_cut_connection_ends(proxy: TcpProxy) -> None:
    """The client reads the end; the next connection is as good as any."""
    with closing(connected(proxy)) as old:
        echo(old)

        proxy.cut()

        assert old.recv(1) == b""
    with closing(connected(proxy)) as new:
        assert echo(new) == b"hello\n"


def test_a_reset_connection_breaks(proxy: TcpProxy) -> None:
    """The client is told that its connection is none."""
    with closing(connected(proxy)) as client:
        echo(client)

        proxy.reset()

        with pytest.raises(ConnectionResetError):
            client.recv(1)


def test_a_lost_connection_stays_silent(proxy: TcpProxy) -> None:
    """It never speaks again, though the network is well and the next connection works."""
    with closing(connected(proxy)) as old:
        echo(old)

        proxy.lose()

        assert is_silent(old)
        with closing(connected(proxy)) as new:
            assert echo(new) == b"hello\n"


def test_a_server_that_is_away_is_no_server() -> None:
    """Without a server behind it the proxy breaks each connection, and goes on."""
    with TcpProxy(HOST, free_port()) as proxy:
        for _ in range(2):
            # The reset may come before the client is done with connecting.
            with pytest.raises(ConnectionResetError), closing(connected(proxy)) as client:
                client.recv(1)

    assert proxy.accepted == 2


def test_the_url_leads_through_the_proxy() -> None:
    """Only host and port of a URL change."""
    with TcpProxy.before("redis://:secret@127.0.0.1:6379/0?a=b") as proxy:
        assert proxy.url == f"redis://:secret@127.0.0.1:{proxy.port}/0?a=b"


def test_a_url_without_a_port_is_refused() -> None:
    """A proxy cannot guess where the server is."""
    with pytest.raises(ServerError, match="redis"):
        TcpProxy.before("redis:///0")
