"""The door of the console: nobody sees a page without a session, and nothing is done for other sites."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import attrs
import falcon
from falcon.asgi import Request, Response
from falcon.redirects import HTTPSeeOther

from adapters.falcon_http.same_origin import is_foreign
from adapters.falcon_http.sign_in import CSRF_HEADER, SAFE_METHODS
from adapters.falcon_http.visits import Visits, is_ours, session_secret
from openphone_crm.access import Role
from openphone_crm.sessions import csrf_token

from .forms import CSRF_FIELD, read_form
from .page import Page

SIGN_IN = "/sign-in"
STALE = "This page is not ours, or is from before you signed in. Go back, load it again, and repeat it."


@attrs.frozen
class Door:
    """Middleware that asks who is there, before a page looks at anything."""

    visits: Visits

    async def process_resource(
        self, request: Request, _: Response, resource: object, __: Mapping[str, object]
    ) -> None:
        """
        Let somebody in, to look or to act.

        Raises:
            HTTPSeeOther: To the page for signing in, when nobody is.
            HTTPForbidden: When their role does not include this, or a form does not come from a page of ours.
            HTTPNotFound: When the path begins with too many slashes, which Falcon would not mind.
        """
        if not isinstance(resource, Page):
            return
        request.context.is_page = True
        if request.path.startswith("//"):
            raise falcon.HTTPNotFound
        secret = session_secret(request)
        visit = await self.visits.find(secret) if secret else None
        if visit is None:
            raise HTTPSeeOther(_sign_in_for(request))
        request.context.visit = visit
        request.context.token = visit.token
        request.context.csrf = csrf_token(secret)
        _check_role(visit.token.role, resource, request)
        if request.method not in SAFE_METHODS:
            await _check_form(request, secret)


def _sign_in_for(request: Request) -> str:
    if request.method not in SAFE_METHODS:
        return SIGN_IN
    return f"{SIGN_IN}?{urlencode({'next': request.relative_uri})}"


def _check_role(role: Role, page: Page, request: Request) -> None:
    needed = page.sees if request.method in SAFE_METHODS else page.acts
    if not role.includes(needed):
        raise falcon.HTTPForbidden(description=f"This is for an {needed.value}; your role is {role.value}.")


async def _check_form(request: Request, secret: str) -> None:
    if is_foreign(request):
        raise falcon.HTTPForbidden(description=STALE)
    form = await read_form(request)
    if not is_ours(request.get_header(CSRF_HEADER) or form.text(CSRF_FIELD), secret):
        raise falcon.HTTPForbidden(description=STALE)
    request.context.form = form
