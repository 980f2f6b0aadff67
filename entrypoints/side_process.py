"""One process beside a server that forks too."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

import attrs
import structlog

STOP_LIMIT_S = 5.0
PAUSE_S = 0.05

_LOG = structlog.get_logger(__name__)


@attrs.frozen
class SideProcess:
    """
    A forked process.

    Not one of `multiprocessing`: those are joined at the exit of whoever was forked after them, too.
    """

    pid: int

    @classmethod
    def started(cls, task: Callable[[], None]) -> Self:
        """Fork, and do the task in the child; fork before anything is opened."""
        pid = os.fork()
        if pid:
            return cls(pid)
        try:
            task()
        except Exception:  # noqa: BLE001 - the outermost frame of a process
            _LOG.exception("a process fails")
        finally:
            # What stands above in the stack belongs to the parent.
            os._exit(0)

    def stop(self) -> None:
        """End the process, by force when it does not end in time."""
        deadline = time.monotonic() + STOP_LIMIT_S
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGTERM)
            while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
                if time.monotonic() > deadline:
                    os.kill(self.pid, signal.SIGKILL)
                time.sleep(PAUSE_S)
