"""Not waiting for longer than a limit, whatever the other side does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from openphone_crm.errors import UncertainError

from .refusals import GEMINI

T = TypeVar("T")


def within(limit_s: float, call: Callable[[], T]) -> T:
    """
    Call, and wait at most that long.

    The limits of both packages are for each silence: a server that sends a byte now and then would
    hold the worker for as long as it likes. The thread is a daemon, or it would keep the process from ending.

    Raises:
        UncertainError: When the limit is reached; else whatever the call raises.
    """
    outcome: Future[T] = Future()
    Thread(target=_carry, args=(call, outcome), name="gemini", daemon=True).start()
    try:
        return outcome.result(limit_s)
    except TimeoutError:
        raise UncertainError(GEMINI, f"no answer within {limit_s:g} s") from None


def _carry(call: Callable[[], T], outcome: Future[T]) -> None:
    try:
        outcome.set_result(call())
    except BaseException as error:  # noqa: BLE001 - it is raised again where the outcome is waited for
        outcome.set_exception(error)
