"""`Idempotency-Key`: a request that is sent again gets the answer it got, and does nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import attrs
from falcon.asgi import Request, Response

from openphone_crm.errors import InvalidInputError
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.replies import Replies
from openphone_crm.replies import Reply, RequestKey, request_digest

from .sign_in import caller_of
from .threads import Threads

HEADER = "Idempotency-Key"
LONGEST_KEY = 200

_KEPT_HEADERS = ("Content-Type", "ETag", "Location")


@attrs.frozen
class Repeats:
    """Answers a repeated request with what was answered first."""

    replies: Replies
    threads: Threads
    clock: Clock

    async def once(
        self, request: Request, response: Response, *, body: bytes, act: Callable[[], Awaitable[None]]
    ) -> None:
        """
        Act, unless this key has been answered before; what fails is not kept and may be tried again.

        Raises:
            InvalidInputError: When the key is empty, too long or not plain text.
            ConflictError: When the key was used for another body, or is being answered right now.
        """
        key = _key(request)
        if key is None:
            await act()
            return
        now = self.clock.now()
        known = await self.threads.run(self.replies.reserve, key, digest=request_digest(body), now=now)
        if known is not None:
            _repeat(known, response)
            return
        # A client that hangs up has its request cancelled, and what a thread is doing is done all the same.
        await asyncio.shield(asyncio.create_task(self._act(key, response, act)))

    async def _act(self, key: RequestKey, response: Response, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except BaseException:
            await self.threads.run(self.replies.forget, key)
            raise
        await self.threads.run(self.replies.keep, key, _reply(response))


def _key(request: Request) -> RequestKey | None:
    given = request.get_header(HEADER)
    if given is None:
        return None
    if not given or len(given) > LONGEST_KEY or not (given.isascii() and given.isprintable()):
        raise InvalidInputError(HEADER, f"must be 1 to {LONGEST_KEY} printable ASCII characters")
    return RequestKey(caller_of(request).id, request.path, given)


def _reply(response: Response) -> Reply:
    headers = {name: value for name in _KEPT_HEADERS if (value := response.get_header(name))}
    return Reply(status=response.status_code, headers=headers, body=response.data or b"")


def _repeat(reply: Reply, response: Response) -> None:
    response.status = reply.status
    response.data = reply.body or None
    for name, value in reply.headers.items():
        response.set_header(name, value)
