"""Who is signed in to the console, by the cookie that their browser shows."""

from __future__ import annotations

import secrets
from datetime import timedelta

import attrs
from falcon.asgi import Request, Response

from openphone_crm.access import digest_of
from openphone_crm.sessions import LONGEST, Visit, is_csrf_token
from openphone_crm.signing_in import SigningIn

from .remembered import Remembered
from .threads import Threads

COOKIE = "crm_session"


def session_secret(request: Request) -> str:
    """What the browser shows, if anything."""
    return request.cookies.get(COOKIE, "")


def is_ours(csrf_token: str | None, secret: str) -> bool:
    """Whether the request carries what only a page of this session knows."""
    return is_csrf_token(csrf_token or "", secret)


@attrs.frozen
class Visits:
    """Begins, finds and ends sessions, in threads; `is_public` where people come by https."""

    signing_in: SigningIn
    threads: Threads
    is_public: bool
    _remembered: Remembered[Visit] = attrs.field(factory=Remembered)

    async def find(self, secret: str) -> Visit | None:
        """The session with that secret, if it is under way."""
        digest = digest_of(secret)
        visit = self._remembered.get(digest)
        if visit is None:
            visit = await self.threads.run(self.signing_in.visit, secret)
            if visit is not None:
                self._remembered.keep(digest, visit)
        return visit

    async def begin(self, request: Request, response: Response, token_digest: str) -> bool:
        """Begin a session and give the browser its secret; False when the token is not in use."""
        secret = secrets.token_urlsafe(32)
        visit = await self.threads.run(self.signing_in.begin, token_digest, secret=secret)
        if visit is not None:
            self.keep(request, response, secret)
        return visit is not None

    async def end(self, response: Response, visit: Visit) -> None:
        """End a session, and have the browser forget it."""
        self._remembered.forget(visit.session.digest)
        await self.threads.run(self.signing_in.end, visit)
        response.unset_cookie(COOKIE, path="/", same_site="Strict")

    def keep(self, request: Request, response: Response, secret: str) -> None:
        """Have the browser keep the secret; when the session ends is decided here."""
        response.set_cookie(
            COOKIE,
            secret,
            max_age=int(LONGEST / timedelta(seconds=1)),
            path="/",
            secure=self.is_secure(request),
            http_only=True,
            same_site="Strict",
        )

    def is_secure(self, request: Request) -> bool:
        """Whether the browser came by https, as far as we or the proxy before us can tell."""
        return self.is_public or "https" in {request.scheme, request.forwarded_scheme}
