"""A file on its way to a client, read piece by piece in threads, and never faster than it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Self

import attrs

from .threads import Threads


@attrs.define
class FileStream:
    """
    Chunks that are read in a thread each, so that a slow client keeps no thread from others.

    The first is read before anything is answered: that there is nothing, or that a storage is away, can
    then still be said.
    """

    threads: Threads
    _chunks: Iterator[bytes]
    _first: bytes | None

    @classmethod
    async def begun(cls, threads: Threads, open_file: Callable[[], Iterator[bytes]]) -> Self:
        """
        Open the file, and read the first chunk.

        Raises:
            NotFoundError: When there is no such file.
            UnavailableError: When the storage is away.
        """

        def begin() -> tuple[Iterator[bytes], bytes | None]:
            chunks = open_file()
            return chunks, next(chunks, None)

        return cls(threads, *await threads.run(begin))

    def __aiter__(self) -> Self:
        """Give itself."""
        return self

    async def __anext__(self) -> bytes:
        """Give the next chunk."""
        chunk, self._first = self._first, None
        if chunk is None:
            chunk = await self.threads.run(next, self._chunks, None)
        if chunk is None:
            raise StopAsyncIteration
        return chunk

    async def close(self) -> None:
        """Let go of the file, also when the client has gone away before its end."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            await self.threads.run(close)
