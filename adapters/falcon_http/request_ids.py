"""An id for every request: the sender's own or a new one, in the answer and in what is logged meanwhile."""

from __future__ import annotations

import re
from typing import Final
from uuid import uuid4

from falcon.asgi import Request, Response
from structlog.contextvars import bind_contextvars, clear_contextvars

HEADER: Final = "X-Request-ID"

_PLAIN: Final = re.compile(r"[0-9A-Za-z._-]{1,64}")


def request_id_of(request: Request) -> str:
    """The id of this request."""
    return str(request.context.request_id)


class RequestIds:
    """Middleware that comes before all other, so that whatever is logged for a request names it."""

    async def process_request(self, request: Request, _: Response) -> None:
        """Take the id from the request where it is a plain one, or make one."""
        given = request.get_header(HEADER) or ""
        request_id = given if _PLAIN.fullmatch(given) else uuid4().hex
        request.context.request_id = request_id
        # One task serves all requests of a connection: nothing of the last one must stay.
        clear_contextvars()
        bind_contextvars(request_id=request_id)

    async def process_response(
        self,
        request: Request,
        response: Response,
        _resource: object,
        _req_succeeded: bool,  # noqa: FBT001 - Falcon calls it so
    ) -> None:
        """Give the id back, also with an error or when there is nothing new."""
        response.set_header(HEADER, request_id_of(request))
