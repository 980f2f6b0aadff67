"""What every answer of the API says about itself, and which other origins may read it."""

from __future__ import annotations

import falcon
from falcon.asgi import Request, Response

from .sign_in import SAFE_METHODS, is_api

POLL_INTERVAL_S = 5
REMEMBER_PREFLIGHT_S = 600

_METHODS = "GET, HEAD, POST, PATCH, DELETE"
_REQUEST_HEADERS = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key"
_EXPOSED = "Link, ETag, X-Poll-Interval, Location"


class ApiHeaders:
    """Middleware that says how an answer may be kept, and how often to ask."""

    async def process_response(
        self,
        request: Request,
        response: Response,
        _resource: object,
        _req_succeeded: bool,  # noqa: FBT001 - Falcon calls it so
    ) -> None:
        """Complete an answer of the API."""
        if not is_api(request):
            # A page of the console has said it already.
            if response.get_header("Cache-Control") is None:
                response.set_header("Cache-Control", "no-store")
            return
        response.set_header("Cache-Control", "private, no-cache")
        response.append_header("Vary", "Authorization, Cookie")
        if request.method in SAFE_METHODS:
            response.set_header("X-Poll-Interval", str(POLL_INTERVAL_S))


class CrossOrigin:
    """Middleware that lets pages of the named origins call the API, and says nothing to others."""

    def __init__(self, origins: frozenset[str]) -> None:
        self._origins = origins

    async def process_request(self, request: Request, response: Response) -> None:
        """Answer a preflight of a named origin, which never carries a token."""
        if self._is_allowed(request) and _is_preflight(request):
            response.status = falcon.HTTP_204
            response.set_header("Access-Control-Allow-Methods", _METHODS)
            response.set_header("Access-Control-Allow-Headers", _REQUEST_HEADERS)
            response.set_header("Access-Control-Max-Age", str(REMEMBER_PREFLIGHT_S))
            response.complete = True

    async def process_response(
        self,
        request: Request,
        response: Response,
        _resource: object,
        _req_succeeded: bool,  # noqa: FBT001 - Falcon calls it so
    ) -> None:
        """Let a page of a named origin read the answer, also when it is an error."""
        if self._origins and is_api(request):
            response.append_header("Vary", "Origin")
        if self._is_allowed(request):
            response.set_header("Access-Control-Allow-Origin", request.get_header("Origin") or "")
            response.set_header("Access-Control-Expose-Headers", _EXPOSED)

    def _is_allowed(self, request: Request) -> bool:
        return is_api(request) and request.get_header("Origin") in self._origins


def _is_preflight(request: Request) -> bool:
    return request.method == "OPTIONS" and bool(request.get_header("Access-Control-Request-Method"))
