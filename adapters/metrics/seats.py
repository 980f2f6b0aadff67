"""Numbers that the processes of one server take, each its own, and that are free again however one ends."""

from __future__ import annotations

import fcntl
import os
import tempfile
import weakref
from pathlib import Path


class Seats:
    """
    Seats in a file without a name, in memory where there can be one, made before the processes are forked.

    A process holds its seat by a lock on one byte. The kernel lets go of it when the process ends, also by
    `kill -9`, so that nobody has to notice that and nothing has to be tidied up.
    """

    def __init__(self, count: int) -> None:
        """Make the file that all the processes will inherit."""
        self._count = count
        self._descriptor = _file_without_a_name()
        weakref.finalize(self, os.close, self._descriptor)

    def take(self) -> int | None:
        """Take the first free seat, and keep it as long as this process lives; None when all are taken."""
        return next((seat for seat in range(self._count) if self._is_ours(seat)), None)

    def _is_ours(self, seat: int) -> bool:
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, seat)
        except OSError:
            return False
        return True


def _file_without_a_name() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("crm-seats")
    descriptor, path = tempfile.mkstemp(prefix="crm-seats-")
    Path(path).unlink()
    return descriptor
