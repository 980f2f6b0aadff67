"""Signing in with a token or a link, and signing out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs
import falcon
import structlog
from falcon.asgi import Request, Response
from falcon.redirects import HTTPSeeOther

from adapters.falcon_http.same_origin import is_foreign
from adapters.falcon_http.visits import Visits, session_secret
from openphone_crm.access import Role, digest_of
from openphone_crm.ports.clock import Clock
from openphone_crm.sessions import HOME, Visit, safe_path
from openphone_crm.sign_ins import SignInLimit, client_of

from .door import SIGN_IN, STALE
from .flashes import Flash, flash_of, said, say
from .forms import read_form
from .page import Page
from .pages import MEDIA_TYPE
from .templates import Templates

log = structlog.get_logger(__name__)

BAD_TOKEN = "That token is not in use. Check that all of it was copied; an admin can make a new one."  # noqa: S105
BAD_KEY = "That link is not good any more. Take the newest one, or sign in with a token."
TOO_OFTEN = "That was tried too often. Wait {seconds} seconds, then try again."


@attrs.frozen
class _Try:
    """Whose token it is, where to go with it, and what to say when it is not good."""

    token_digest: str
    wanted: str
    problem: str


@attrs.frozen(kw_only=True)
class SignInPage:
    """The page for signing in, open to everybody; `keys` are what links hold, and whose token each is."""

    visits: Visits
    templates: Templates
    clock: Clock
    keys: Mapping[str, str]
    limit: SignInLimit = attrs.field(factory=SignInLimit)

    async def on_get(self, request: Request, response: Response) -> None:
        """Show the page, or sign in whoever comes by a link that holds a key."""
        wanted = safe_path(request.get_param("next", default=HOME))
        if "key" in request.params and request.method == "GET":
            await self._enter(request, response, _Try(self._named_by_key(request), HOME, BAD_KEY))
            return
        if await self._visit(request) is not None:
            raise HTTPSeeOther(wanted)
        self._show(request, response, wanted)

    async def on_post(self, request: Request, response: Response) -> None:
        """Sign in with a token."""
        request.context.is_page = True
        if is_foreign(request):
            raise falcon.HTTPForbidden(description=STALE)
        form = await read_form(request)
        wanted = safe_path(form.text("next") or HOME)
        await self._enter(request, response, _Try(digest_of(form.text("token")), wanted, BAD_TOKEN))

    async def _enter(self, request: Request, response: Response, tried: _Try) -> None:
        client, now = client_of(request.remote_addr, request.get_header("X-Forwarded-For")), self.clock.now()
        wait_s = self.limit.wait_s(client, now)
        if wait_s:
            response.set_header("Retry-After", str(wait_s))
            response.status = falcon.HTTP_429
            self._show(request, response, tried.wanted, TOO_OFTEN.format(seconds=wait_s))
        elif await self.visits.begin(request, response, tried.token_digest):
            response.status = falcon.HTTP_303
            response.set_header("Location", tried.wanted)
        else:
            log.warning("sign_in_refused")
            self.limit.failed(client, now)
            response.status = falcon.HTTP_403
            self._show(request, response, tried.wanted, tried.problem)

    def _named_by_key(self, request: Request) -> str:
        return self.keys.get(digest_of(request.get_param("key", default="")), "")

    async def _visit(self, request: Request) -> Visit | None:
        secret = session_secret(request)
        return await self.visits.find(secret) if secret else None

    def _show(self, request: Request, response: Response, wanted: str, problem: str = "") -> None:
        # Browsers do not show the session to a page that another site leads to; one step of our own helps.
        is_led_here = request.method == "GET" and request.get_header("Sec-Fetch-Site") == "cross-site"
        template = "step.html" if is_led_here and not problem else "sign_in.html"
        shown = {"title": "Sign in", "next": wanted, "problem": problem, "flash": flash_of(request)}
        said(request, response)
        response.data = self.templates.render(template, shown)
        response.content_type = MEDIA_TYPE


@attrs.frozen
class SignOut(Page):
    """The way out, for everybody."""

    visits: Visits

    acts: ClassVar[Role] = Role.VIEWER

    async def on_post(self, request: Request, response: Response) -> None:
        """End the session."""
        await self.visits.end(response, request.context.visit)
        say(response, Flash("You are signed out."))
        # A browser keeps whole pages, and would show them to whoever sits there next and goes back.
        response.set_header("Clear-Site-Data", '"cache"')
        response.status = falcon.HTTP_303
        response.set_header("Location", SIGN_IN)


class Home:
    """The address without a path."""

    async def on_get(self, _: Request, __: Response) -> None:
        """Lead to what people look at first."""
        raise HTTPSeeOther("/conversations")
