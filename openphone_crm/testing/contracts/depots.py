"""A storage of files under test, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from openphone_crm.errors import NotFoundError
from openphone_crm.files.storing import StoredFile
from openphone_crm.ports.file_storage import FileStorage

KEY: Final = "recordings/7d/a1-b2_c3.mp3"
SOUND: Final = bytes(range(256)) * 1_000
MUCH: Final = b"0123456789abcdef" * 65_536
"""A mebibyte: several of these need more than one part where files are uploaded in parts."""
ROOM: Final = 32 * len(MUCH)


class Depot(Protocol):
    """A storage under test, and a look behind it."""

    @property
    def storage(self) -> FileStorage:
        """What keeps."""
        ...

    def everything(self) -> Sequence[str]:
        """What lies there, whole or not: the keys of files, and something for each that is unfinished."""
        ...

    def break_down(self) -> None:
        """Let no file be written."""
        ...

    def recover(self) -> None:
        """Let files be written again."""
        ...


def write(depot: Depot, content: bytes, *, key: str = KEY, limit_bytes: int = ROOM) -> StoredFile:
    """Keep it, in two chunks."""
    half = len(content) // 2
    chunks = [content[:half], content[half:]]
    return depot.storage.write(key, chunks, content_type="audio/mpeg", limit_bytes=limit_bytes)


def read(depot: Depot, *, key: str = KEY, start: int = 0, length: int | None = None) -> bytes:
    """Read it, or a part of it."""
    return b"".join(depot.storage.open(key, start=start, length=length))


def is_there(depot: Depot) -> bool:
    """Tell whether somebody who looks finds the file."""
    try:
        depot.storage.size(KEY)
    except NotFoundError:
        return False
    return True
