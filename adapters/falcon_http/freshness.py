"""Whether anything may have changed since a client last asked, told without asking what."""

from __future__ import annotations

import hashlib
import time

import attrs
from falcon.asgi import Request

from openphone_crm.ports.readers import ChangeCounter

from .sign_in import caller_of
from .threads import Threads

REMEMBERED_S = 0.25
FORMAT = "1"
"""Changed together with the form of any answer, so that no client keeps an old form."""


@attrs.frozen
class _Number:
    value: int
    until: float


class Freshness:
    """The change numbers, each remembered for a quarter of a second in this process."""

    def __init__(self, changes: ChangeCounter, threads: Threads) -> None:
        self._changes = changes
        self._threads = threads
        self._numbers: dict[str, _Number] = {}
        self._writes = 0

    async def number(self, scope: str) -> int:
        """
        The change number of a scope, to be read before the query that it stands for.

        Raises:
            UnavailableError: When the store is away.
        """
        asked_at, writes = time.monotonic(), self._writes
        known = self._numbers.get(scope)
        if known is not None and known.until > asked_at:
            return known.value
        value = await self._threads.run(self._changes.current, scope)
        # A number read while somebody wrote may be the one from before: it is used, not remembered.
        if writes == self._writes:
            self._numbers[scope] = _Number(value, asked_at + REMEMBERED_S)
        return value

    def forget(self) -> None:
        """Forget every number, since this process has just written something."""
        self._writes += 1
        self._numbers.clear()

    async def tag(self, request: Request, scope: str) -> str:
        """The entity tag that a list has as long as nothing in its scope changes."""
        number = await self.number(scope)
        role = caller_of(request).role
        return tag_of(request.path, request.query_string, role, str(number))


def tag_of(*parts: str) -> str:
    """A weak entity tag that depends on all the parts."""
    text = "\n".join((FORMAT, *parts)).encode("utf-8", "surrogateescape")
    return f'W/"{hashlib.blake2b(text, digest_size=12).hexdigest()}"'
