"""How a file comes into a storage: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from openphone_crm.files.storing import Measure, StoredFile


class Upload(Protocol):
    """A file that nobody sees yet."""

    def write(self, chunk: bytes, /) -> object:
        """Add a chunk."""
        ...

    def commit(self) -> None:
        """Let it be seen, in the place of one that may be there."""
        ...

    def discard(self) -> None:
        """Leave nothing of it; raises nothing of its own."""
        ...


def carried(upload: Upload, chunks: Iterable[bytes], *, limit_bytes: int) -> StoredFile:
    """
    Carry all chunks over, and let the file be seen.

    Raises:
        TooLargeError: When there is more than the limit; like anything that is raised, it leaves nothing.
    """
    measure = Measure(limit_bytes)
    try:
        for chunk in measure.passing(chunks):
            upload.write(chunk)
        upload.commit()
    except BaseException:
        upload.discard()
        raise
    return measure.result()
