"""Files in a directory of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from openphone_crm.errors import NotFoundError
from openphone_crm.files.storing import StoredFile, checked_key

from .local_upload import LocalUpload
from .troubles import translated
from .uploads import carried

CHUNK_BYTES = 65_536


class LocalFileStorage:
    """Keeps each file under its key in one directory, which is made with the first file."""

    def __init__(self, root: Path) -> None:
        # It stays the same directory when the process goes to another.
        self._root = root.absolute()

    def write(
        self,
        key: str,
        chunks: Iterable[bytes],
        *,
        content_type: str,  # noqa: ARG002 - a file of a directory has no type
        limit_bytes: int,
    ) -> StoredFile:
        """
        Keep the file: written beside, brought to the disk, then moved.

        Raises:
            TooLargeError: When there is more than the limit.
            UnavailableError: When the disk is full or refuses.
        """
        upload = LocalUpload(self._root, self._path(key))
        return carried(upload, chunks, limit_bytes=limit_bytes)

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """
        The bytes from `start` on, at most so many.

        Raises:
            NotFoundError: When there is no such file.
            UnavailableError: When it cannot be read.
        """
        size = self.size(key)
        return self._chunks(key, start, size if length is None else min(size, start + length))

    def size(self, key: str) -> int:
        """
        How many bytes it has.

        Raises:
            NotFoundError: When there is no such file.
            UnavailableError: When the disk refuses.
        """
        with translated(), _found(key):
            status = self._path(key).stat()
        if not S_ISREG(status.st_mode):
            raise NotFoundError("file", key)
        return status.st_size

    def remove(self, key: str) -> None:
        """
        Let go of the file; harmless when there is none.

        Raises:
            UnavailableError: When the disk refuses.
        """
        with translated():
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)

    def _chunks(self, key: str, start: int, end: int) -> Iterator[bytes]:
        with translated(), _found(key), self._path(key).open("rb") as file:
            file.seek(start)
            while chunk := file.read(max(0, min(CHUNK_BYTES, end - file.tell()))):
                yield chunk


@contextmanager
def _found(key: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError("file", key) from None
