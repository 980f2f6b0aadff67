"""The API's own description, for programs: open to whoever wants to know what could be asked."""

from __future__ import annotations

from typing import Final

import attrs
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.freshness import tag_of
from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.polls import answer

from .openapi import openapi_document

_BODY: Final = orjson.dumps(openapi_document())
_TAG: Final = tag_of(_BODY.decode())


@attrs.frozen
class OpenApi:
    """The OpenAPI document, which is the same as long as the process runs."""

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with it."""
        no_parameters(request)
        answer(request, response, _BODY, _TAG)

    on_head = on_get
