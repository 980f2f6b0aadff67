"""Files that are kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from openphone_crm.errors import NotFoundError, UnavailableError
from openphone_crm.files.storing import Measure, StoredFile, checked_key

CHUNK_BYTES = 65_536

_STORAGE = "the file storage"


class MemoryFileStorage:
    """Keeps each file as bytes; nothing can be written while it is told to be full."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, bytes] = {}
        self._is_full = False

    def write(
        self,
        key: str,
        chunks: Iterable[bytes],
        *,
        content_type: str,  # noqa: ARG002 - whoever serves a file knows its type from elsewhere
        limit_bytes: int,
    ) -> StoredFile:
        """
        Keep the file once it is whole.

        Raises:
            InvalidInputError: When that is no key.
            TooLargeError: When there is more than the limit.
            UnavailableError: When it was told to be full.
        """
        checked_key(key)
        measure = Measure(limit_bytes)
        content = b"".join(measure.passing(chunks))
        with self._lock:
            if self._is_full:
                raise UnavailableError(_STORAGE, "it was told to be full")
            self._files[key] = content
        return measure.result()

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """
        The bytes from `start` on, at most so many.

        Raises:
            NotFoundError: When there is no such file.
        """
        content = self._content(key)
        end = len(content) if length is None else min(len(content), start + length)
        return (content[at : min(at + CHUNK_BYTES, end)] for at in range(start, end, CHUNK_BYTES))

    def size(self, key: str) -> int:
        """
        How many bytes it has.

        Raises:
            NotFoundError: When there is no such file.
        """
        return len(self._content(key))

    def remove(self, key: str) -> None:
        """Let go of the file; harmless when there is none."""
        with self._lock:
            self._files.pop(checked_key(key), None)

    def keys(self) -> tuple[str, ...]:
        """The keys of all files, in order."""
        with self._lock:
            return tuple(sorted(self._files))

    def fill_up(self) -> None:
        """Let every try to write fail from now on."""
        with self._lock:
            self._is_full = True

    def make_room(self) -> None:
        """Let files be written again."""
        with self._lock:
            self._is_full = False

    def _content(self, key: str) -> bytes:
        with self._lock:
            content = self._files.get(checked_key(key))
        if content is None:
            raise NotFoundError("file", key)
        return content
