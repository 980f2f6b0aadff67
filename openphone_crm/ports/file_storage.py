"""Where recordings, voicemails and attachments are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from openphone_crm.files.storing import StoredFile


class FileStorage(Protocol):
    """
    Keeps files under keys, each whole or not at all.

    A key is made of a-z, 0-9, `.`, `_`, `-` and `/`, as `checked_key` has it, and is no folder of another
    key; any other is an InvalidInputError. Every method raises UnavailableError when the storage is away,
    full or out of order: trying later may help.
    """

    def write(self, key: str, chunks: Iterable[bytes], *, content_type: str, limit_bytes: int) -> StoredFile:
        """
        Keep the file, in the place of one that may be there.

        Nobody sees it before it is whole. When anything fails, the chunks included, all is as it was
        before, and whatever they raised is raised.

        Raises:
            TooLargeError: When there is more than the limit.
        """
        ...

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """
        The bytes from `start` on, at most so many; none where the file has ended by then.

        Raises:
            NotFoundError: When there is no such file: at once, or from the iterator when it goes meanwhile.
        """
        ...

    def size(self, key: str) -> int:
        """
        How many bytes it has.

        Raises:
            NotFoundError: When there is no such file.
        """
        ...

    def remove(self, key: str) -> None:
        """Let go of the file; harmless when there is none."""
        ...
