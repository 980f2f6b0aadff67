"""Counting each answer by its route, and timing it."""

from __future__ import annotations

import time

from falcon.asgi import Request, Response

from .figures import Counts


class Counting:
    """
    Middleware that counts; it comes first, so that it times all others too.

    An answer is timed until it is ready to be sent: how fast a client takes it in says nothing about us.
    """

    def __init__(self, counts: Counts) -> None:
        self._answered = counts.answered

    async def process_request(self, request: Request, _: Response) -> None:
        """Look at the clock."""
        request.context.counted_from = time.perf_counter()

    async def process_response(
        self,
        request: Request,
        response: Response,
        _resource: object,
        _req_succeeded: bool,  # noqa: FBT001 - Falcon calls it so
    ) -> None:
        """Count the answer, also when it is an error."""
        self._answered(
            request.uri_template,
            method=request.method,
            status=response.status_code,
            seconds=time.perf_counter() - request.context.counted_from,
        )
