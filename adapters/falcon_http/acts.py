"""Answers to those who act: done once, in a thread, and shown as it is from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import attrs
import orjson
from falcon.asgi import Request, Response

from .api.documents import Document
from .polls import Polls
from .repeats import Repeats

Shown: TypeAlias = Document | Sequence[Document]


@attrs.frozen
class Acts:
    """Answers a POST that does something to what is there."""

    polls: Polls
    repeats: Repeats

    async def do(
        self, request: Request, response: Response, *, body: bytes, act: Callable[[], Shown]
    ) -> None:
        """
        Act, and answer with what came of it; sent again under its key, the request gets the same answer.

        Whoever polls in this process sees it at once.
        """

        async def acting() -> None:
            done = await self.polls.threads.run(act)
            self.polls.freshness.forget()
            response.data = orjson.dumps(done)

        await self.repeats.once(request, response, body=body, act=acting)
