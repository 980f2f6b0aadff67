"""A file that is written beside the others, and moved in between them when it is whole."""

from __future__ import annotations

import os
import time
from contextlib import closing, suppress
from pathlib import Path
from tempfile import mkstemp

from .troubles import translated

INCOMING = ".incoming"
"""No key begins with a dot."""

_ABANDONED_AFTER_S = 86_400


class LocalUpload:
    """
    A file on its way to `target`, readable by its owner only.

    Raises:
        UnavailableError: When it cannot be made, or a method when the disk is full or refuses.
    """

    @translated()
    def __init__(self, root: Path, target: Path) -> None:
        self._target = target
        incoming = root / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        _sweep(incoming)
        # Beside the others: a file cannot be moved to another disk in one step.
        descriptor, path = mkstemp(dir=incoming)
        self._path = Path(path)
        self._file = os.fdopen(descriptor, "wb")

    @translated()
    def write(self, chunk: bytes) -> None:
        """Add a chunk."""
        self._file.write(chunk)

    @translated()
    def commit(self) -> None:
        """Bring it to the disk, and move it to where it belongs; the move lasts as well."""
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._path.replace(self._target)
        directory = os.open(self._target.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def discard(self) -> None:
        """Leave nothing of it."""
        # What is still to be written to a full disk complains when the file is closed.
        with suppress(OSError), closing(self._file):
            self._path.unlink(missing_ok=True)


def _sweep(incoming: Path) -> None:
    """Remove what was left by processes that were killed."""
    long_ago = time.time() - _ABANDONED_AFTER_S
    for path in incoming.iterdir():
        # Another process may sweep as well.
        with suppress(OSError):
            if path.stat().st_mtime < long_ago:
                path.unlink()
