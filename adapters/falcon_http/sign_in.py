"""Who is asking, and whether they may: bearer tokens and roles, before anything else is looked at."""

from __future__ import annotations

import time
from typing import cast

import attrs
import falcon
from falcon.asgi import Request, Response

from openphone_crm.access import Role, Token, digest_of
from openphone_crm.ports.tokens import Tokens

from .threads import Threads

API = "/api/v1"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
REMEMBERED_S = 2.0
"""For so long a token that was good is not looked up again; a revoked one ends that much later."""
MOST_REMEMBERED = 1_000


def is_api(request: Request) -> bool:
    """Whether the request is for the API, so that it needs a token."""
    # Falcon's router ignores how many slashes a path begins with: so must the sign-in.
    path = f"/{request.path.lstrip('/')}"
    return path == API or path.startswith(f"{API}/")


def caller_of(request: Request) -> Token:
    """The token that opened the API to this request."""
    return cast("Token", request.context.token)


@attrs.frozen
class _Remembered:
    token: Token
    until: float


class SignIn:
    """Middleware that lets nobody into the API without a token, and no viewer do anything unsafe."""

    def __init__(self, tokens: Tokens, threads: Threads) -> None:
        self._tokens = tokens
        self._threads = threads
        self._remembered: dict[str, _Remembered] = {}

    async def process_request(self, request: Request, _: Response) -> None:
        """
        Find out who is asking.

        Raises:
            HTTPUnauthorized: When there is no good token.
            HTTPForbidden: When a viewer asks for more than to read, of whatever is or is not there.
            HTTPNotFound: When the path begins with too many slashes, which Falcon would not mind.
        """
        if not is_api(request):
            return
        token = await self._token(_secret(request))
        if token is None:
            raise falcon.HTTPUnauthorized(
                description="Send `Authorization: Bearer <token>` with a token that is in use.",
                challenges=["Bearer"],
            )
        if request.method not in SAFE_METHODS and not token.role.includes(Role.OPERATOR):
            raise falcon.HTTPForbidden(description="A viewer may only read; use an operator's token.")
        if not request.path.startswith(API):
            raise falcon.HTTPNotFound
        request.context.token = token

    async def _token(self, secret: str) -> Token | None:
        if not secret:
            return None
        digest = digest_of(secret)
        known = self._remembered.get(digest)
        if known is not None and known.until > time.monotonic():
            return known.token
        token = await self._threads.run(self._tokens.find, digest)
        if token is not None:
            self._remember(digest, token)
        return token

    def _remember(self, digest: str, token: Token) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[digest] = _Remembered(token, time.monotonic() + REMEMBERED_S)


def _secret(request: Request) -> str:
    scheme, _, secret = (request.get_header("Authorization") or "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
