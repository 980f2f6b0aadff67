"""Who is asking, and whether they may: tokens, sessions and roles, before anything else is looked at."""

from __future__ import annotations

from typing import cast

import falcon
from falcon.asgi import Request, Response

from openphone_crm.access import Role, Token, digest_of
from openphone_crm.ports.tokens import Tokens

from .remembered import Remembered
from .same_origin import is_foreign
from .threads import Threads
from .visits import Visits, is_ours, session_secret

API = "/api/v1"
OPEN = f"{API}/openapi.json"
"""What the API is like, anybody may read."""
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
CSRF_HEADER = "X-CSRF-Token"


def is_api(request: Request) -> bool:
    """Whether the request is for the API, so that it needs a token."""
    # Falcon's router ignores how many slashes a path begins with: so must the sign-in.
    path = f"/{request.path.lstrip('/')}"
    return path == API or path.startswith(f"{API}/")


def caller_of(request: Request) -> Token:
    """The token that opened the API or the console to this request."""
    return cast("Token", request.context.token)


class SignIn:
    """
    Middleware that lets nobody into the API without a token, and no viewer do anything unsafe.

    Whoever is signed in to the console may use it by the session; what is unsafe must then carry what only
    our own pages know. Where a token is sent, the session is not looked at.
    """

    def __init__(self, tokens: Tokens, visits: Visits, threads: Threads) -> None:
        self._tokens = tokens
        self._visits = visits
        self._threads = threads
        self._remembered: Remembered[Token] = Remembered()

    async def process_request(self, request: Request, _: Response) -> None:
        """
        Find out who is asking.

        Raises:
            HTTPUnauthorized: When there is no good token.
            HTTPForbidden: When a viewer asks for more than to read, of whatever is or is not there, or
                something unsafe comes by session without the proof that it is from our own page.
            HTTPNotFound: When the path begins with too many slashes, which Falcon would not mind.
        """
        if not is_api(request) or (request.path == OPEN and request.method in SAFE_METHODS):
            return
        token = await self._caller(request)
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

    async def _caller(self, request: Request) -> Token | None:
        token, secret = bearer_of(request), session_secret(request)
        # Other words of that header may be a proxy's password, which a browser sends with each request.
        if token or not secret:
            return await self._token(token)
        visit = await self._visits.find(secret)
        if visit is None:
            return None
        if request.method not in SAFE_METHODS:
            _check_origin(request, secret)
        return visit.token

    async def _token(self, secret: str) -> Token | None:
        if not secret:
            return None
        digest = digest_of(secret)
        known = self._remembered.get(digest)
        if known is not None:
            return known
        token = await self._threads.run(self._tokens.find, digest)
        if token is not None:
            self._remembered.keep(digest, token)
        return token


def _check_origin(request: Request, secret: str) -> None:
    if is_foreign(request):
        raise falcon.HTTPForbidden(description="Another site may not act for you here.")
    if not is_ours(request.get_header(CSRF_HEADER), secret):
        raise falcon.HTTPForbidden(
            description=f"Send the header {CSRF_HEADER} with what the page's meta element csrf-token holds."
        )


def bearer_of(request: Request) -> str:
    """Give the secret that the request carries, or nothing."""
    scheme, _, secret = (request.get_header("Authorization") or "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
