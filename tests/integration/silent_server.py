"""A server that accepts and never says what was hoped for."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Thread

LIFE_S = 10.0
PAUSE_S = 0.05


@contextmanager
def silent_server(*, dripping: bool = False, first: bytes = b"", drop: bytes = b"2") -> Iterator[int]:
    """Lend the port of a server that accepts, and then says nothing, or next to nothing again and again."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        if dripping:
            Thread(target=drip, args=(listener, first, drop), daemon=True).start()
        yield int(listener.getsockname()[1])


def drip(listener: socket.socket, first: bytes, drop: bytes) -> None:
    """Send a visitor one drop after the other, until it goes or the deadline comes."""
    visitor, _ = listener.accept()
    deadline = time.monotonic() + LIFE_S
    # A visitor that gives up is what this is for.
    with closing(visitor), suppress(OSError):
        visitor.sendall(first)
        while time.monotonic() < deadline:
            visitor.sendall(drop)
            time.sleep(PAUSE_S)
