"""Threads for whatever blocks, so that the loop never does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from openphone_crm.errors import UnavailableError

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8
MOST_WAITING = 200


class Threads:
    """A few threads with a bounded queue before them."""

    def __init__(self, threads: int = THREADS, *, most_waiting: int = MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="api")
        self._most = threads + most_waiting
        self._busy = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Do the work in a thread and wait for what comes of it.

        Raises:
            UnavailableError: When too much other work is waiting.
        """
        if self._busy >= self._most:
            raise UnavailableError("api", "too many requests are waiting")
        loop = asyncio.get_running_loop()
        self._busy += 1
        working = loop.run_in_executor(self._threads, lambda: work(*args, **kwargs))
        working.add_done_callback(self._count_down)
        return await working

    def close(self) -> None:
        """Take no more work."""
        self._threads.shutdown(wait=False)

    def _count_down(self, _: asyncio.Future[T]) -> None:
        self._busy -= 1
