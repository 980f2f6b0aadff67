"""A server that says which Redis it is, and knows nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

HELLO = b"%1\r\n$5\r\nproto\r\n:3\r\n"


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def redis_of_version(version: str, *, knows_hello: bool = True) -> Iterator[str]:
    """Lend the url of a Redis that is of this version; before 6.0 there was no HELLO."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            while words := self._command():
                self.wfile.write(_answer(words[0].upper(), version, knows_hello=knows_hello))

        def _command(self) -> list[bytes]:
            count = int(self.rfile.readline()[1:] or 0)
            return [self.rfile.read(int(self.rfile.readline()[1:]) + 2)[:-2] for _ in range(count)]

    with _Server(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"redis://127.0.0.1:{server.server_address[1]}/0"
        server.shutdown()


def _answer(command: bytes, version: str, *, knows_hello: bool) -> bytes:
    match command:
        case b"HELLO" if knows_hello:
            return HELLO
        case b"INFO":
            text = f"# Server\r\nredis_version:{version}\r\n".encode()
            return b"$%d\r\n%b\r\n" % (len(text), text)
        case b"CLIENT" | b"SELECT":
            return b"+OK\r\n"
        case _:
            return b"-ERR unknown command '%b'\r\n" % command
