"""Threads for whatever blocks, so that the loop never does."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from openphone_crm.errors import UnavailableError

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8
MOST_WAITING = 200
PATIENCE_S = 25.0
"""Longer than a store takes to give up by itself: only who did not do the work knows that it is not done."""


class Threads:
    """A few threads with a bounded queue before them, in which nobody waits for ever."""

    def __init__(
        self, threads: int = THREADS, *, most_waiting: int = MOST_WAITING, patience_s: float = PATIENCE_S
    ) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="api")
        self._patience_s = patience_s
        self._most = threads + most_waiting
        self._busy = 0
        # A thread that was given up counts until it is free again, and then counts itself down.
        self._counting = threading.Lock()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Do the work in a thread and wait for what comes of it.

        Raises:
            UnavailableError: When too much other work is waiting, or this work takes too long; it is then
                not known whether it was done.
        """
        with self._counting:
            if self._busy >= self._most:
                raise UnavailableError("api", "too many requests are waiting")
            self._busy += 1
        # What is bound for the log goes along.
        context = contextvars.copy_context()
        working = self._threads.submit(context.run, partial(work, *args, **kwargs))
        working.add_done_callback(self._count_down)
        try:
            # What still waits in the queue is dropped when its time is up; what was begun ends by itself.
            async with asyncio.timeout(self._patience_s) as limit:
                return await asyncio.wrap_future(working)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise UnavailableError("api", "the work takes too long") from error

    def close(self) -> None:
        """Take no more work."""
        self._threads.shutdown(wait=False)

    def _count_down(self, _: Future[T]) -> None:
        with self._counting:
            self._busy -= 1
