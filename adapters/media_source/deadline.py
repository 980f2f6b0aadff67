"""How long fetching one file may take, in all and at each step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread
from typing import TypeVar

import attrs
import httpcore2

T = TypeVar("T")

_TOO_LONG = "it takes longer than {:g} s"
_SILENT = "it says nothing for {:g} s"
_NO_NAME = "its name is not found within {:g} s"


@attrs.frozen(kw_only=True)
class TimeLimits:
    """How many seconds are waited for a connection, for the next byte, and for all of it."""

    connect_s: float = 5.0
    silence_s: float = 15.0
    whole_s: float = 45.0


class Deadline:
    """
    The end of all waiting for one file.

    A limit for each silence alone is none: a host that sends a byte now and then holds on to a worker for
    as long as it likes.
    """

    def __init__(self, limits: TimeLimits) -> None:
        self.limits = limits
        self._end = time.monotonic() + limits.whole_s

    def left(self, at_most: float) -> float:
        """
        The seconds that are left, and no more than that.

        Raises:
            TimeoutException: When none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.TimeoutException(_TOO_LONG.format(self.limits.whole_s))
        return min(left, at_most)

    @contextmanager
    def patience(self, at_most: float) -> Iterator[float]:
        """
        Lend the seconds that one step may take; of two limits, say which was reached.

        Raises:
            TimeoutException: When the step took them all.
        """
        try:
            yield self.left(at_most)
        except httpcore2.TimeoutException:
            self.left(at_most)
            raise httpcore2.TimeoutException(_SILENT.format(at_most)) from None

    def wait_for(self, call: Callable[[], T]) -> T:
        """
        Call what knows no limit, and wait as long as for a connection.

        Raises:
            TimeoutException: When that is too short; else whatever the call raises.
        """
        outcome: Future[T] = Future()
        # A daemon, or it would keep the process from ending.
        Thread(target=_carry, args=(call, outcome), name="media", daemon=True).start()
        limit_s = self.left(self.limits.connect_s)
        try:
            return outcome.result(limit_s)
        except TimeoutError:
            raise httpcore2.TimeoutException(_NO_NAME.format(limit_s)) from None


def _carry(call: Callable[[], T], outcome: Future[T]) -> None:
    try:
        outcome.set_result(call())
    except BaseException as error:  # noqa: BLE001 - it is raised again where the outcome is waited for
        outcome.set_exception(error)
