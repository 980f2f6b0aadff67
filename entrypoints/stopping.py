"""Being asked to end, and ending at a good moment."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType

STEP_S = 0.1


class Stopping:
    """
    Whether this process, or a thread of it, has been asked to end.

    A plain flag: the lock of a `threading.Event` can be held by the very thread that a signal interrupts.
    """

    def __init__(self) -> None:
        self._is_requested = False

    def request(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask to end; fit to be a signal handler."""
        self._is_requested = True

    def is_requested(self) -> bool:
        """Tell whether it is time to end."""
        return self._is_requested

    def pause(self, seconds: float) -> None:
        """Wait so long, or until it is time to end."""
        deadline = time.monotonic() + seconds
        while not self.is_requested() and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, STEP_S))

    def listen_to_signals(self) -> None:
        """Take SIGTERM and SIGINT as the request."""
        signal.signal(signal.SIGTERM, self.request)
        signal.signal(signal.SIGINT, self.request)


class ParentGone(Stopping):
    """Also ends when the process that started this one is there no more, so that nothing is left behind."""

    def __init__(self) -> None:
        super().__init__()
        self._parent = os.getppid()

    def is_requested(self) -> bool:
        """Tell whether it is time to end."""
        return super().is_requested() or os.getppid() != self._parent
