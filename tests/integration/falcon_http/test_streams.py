"""Files on their way to clients that take their time, or go away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from adapters.falcon_http.streams import FileStream
from adapters.falcon_http.threads import Threads

PIECES = (b"one", b"two", b"three")


def test_slow_clients_keep_no_thread() -> None:
    """Many files are half sent by one thread, and then it sends the rest of each."""

    async def send_many() -> list[bytes]:
        threads = Threads(1)
        streams = [await FileStream.begun(threads, lambda: iter(PIECES)) for _ in range(20)]
        for stream in streams:
            assert await anext(stream) == b"one"
        rest = [b"".join([piece async for piece in stream]) for stream in streams]
        threads.close()
        return rest

    assert asyncio.run(send_many()) == [b"twothree"] * 20


def test_a_client_that_goes_away_leaves_no_file_open() -> None:
    """What was opened is closed, though nobody has read to the end."""
    states: list[str] = []

    def pieces() -> Iterator[bytes]:
        states.append("open")
        try:
            yield from PIECES
        finally:
            states.append("closed")

    async def send_a_little() -> None:
        threads = Threads(1)
        stream = await FileStream.begun(threads, pieces)
        await anext(stream)
        await stream.close()
        threads.close()

    asyncio.run(send_a_little())

    assert states == ["open", "closed"]
