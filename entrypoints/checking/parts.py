"""Looks at many parts side by side, none of which is waited for longer than a few seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Final

import attrs

from openphone_crm.errors import CrmError

LIMIT_S: Final = 5.0


@attrs.frozen
class Part:
    """
    Something that was looked at, and the reason why it is not ready, if it is not.

    What `warns` is better put right, and keeps nobody from serving.
    """

    name: str
    state: str
    fault: str | None = None
    warns: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Look:
    """How parts are looked at, and what helps when no answer comes."""

    name: str
    parts: Callable[[], Iterable[Part]]
    advice: str = "look at it again"


def looked_at(looks: Sequence[Look], *, limit_s: float = LIMIT_S) -> Iterator[Sequence[Part]]:
    """
    Look at everything at the same time, and give what was found in the order of the looks.

    A look that fails, or is not over in time, is a part that is not ready; it holds up no other.
    """
    deadline = time.monotonic() + limit_s
    begun = [(look, _begun(look)) for look in looks]
    for look, found in begun:
        yield _found(look, found, max(deadline - time.monotonic(), 0), limit_s=limit_s)


def _begun(look: Look) -> Future[list[Part]]:
    found: Future[list[Part]] = Future()
    # A daemon: what hangs must not keep the command from ending.
    Thread(target=_look, args=(look, found), name=f"look at {look.name}", daemon=True).start()
    return found


def _look(look: Look, found: Future[list[Part]]) -> None:
    try:
        found.set_result(list(look.parts()))
    except Exception as error:  # noqa: BLE001 - the outermost code of a thread: said by whoever waits
        found.set_exception(error)


def _found(look: Look, found: Future[list[Part]], wait_s: float, *, limit_s: float) -> Sequence[Part]:
    try:
        error = found.exception(wait_s)
    except TimeoutError:
        state = f"no answer within {limit_s:g} s"
        return [Part(look.name, state, f"{look.name}: {state}; {look.advice}")]
    match error:
        case None:
            return found.result()
        case CrmError():
            return [Part(look.name, "not ready", " ".join(str(error).split()))]
        case _:
            # Whatever it says was not written for people, and may hold a secret.
            state = f"it cannot be looked at ({type(error).__name__})"
            return [Part(look.name, state, f"{look.name}: {state}; {look.advice}")]
