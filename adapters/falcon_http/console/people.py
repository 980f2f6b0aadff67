"""Who may use this: API tokens, which open the console too, and what was done with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.access import Role
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError
from openphone_crm.ports.audit import Audit
from openphone_crm.token_desk import TokenDesk

from .asked import Asked
from .forms import form_of
from .links import older
from .page import Page

PATH = "/people"


@attrs.frozen
class People(Page):
    """All tokens, and the making of one: its secret is on the page that answers, and on no other."""

    desk: TokenDesk

    sees: ClassVar[Role] = Role.ADMIN
    acts: ClassVar[Role] = Role.ADMIN

    async def on_get(self, request: Request, response: Response) -> None:
        """Show them."""
        no_parameters(request)
        await self.pages.show(request, response, "people.html", self._load, by_time=True)

    async def on_post(self, request: Request, response: Response) -> None:
        """Make one, and show its secret this once."""
        form, by = form_of(request), caller_of(request).name
        name, role = form.text("name"), _role(form.text("role"))
        try:
            secret = await self.pages.threads.run(self.desk.create, name, role, by=by)
        except (ConflictError, InvalidInputError) as error:
            self.pages.lead(response, PATH, f"No token was made: {error}.", is_good=False)
            return
        shown = {"secret": secret, "secret_of": name}
        await self.pages.show(
            request, response, "people.html", lambda: {**self._load(), **shown}, by_time=True
        )
        response.set_header("Cache-Control", "no-store")

    def _load(self) -> Mapping[str, object]:
        return {
            "title": "People & tokens",
            "tokens": sorted(self.desk.all(), key=lambda token: (token.revoked_at is not None, token.name)),
            "roles": [(role.value, role.value.capitalize()) for role in Role],
            "secret": None,
            "secret_of": None,
        }


@attrs.frozen
class Revoking(Page):
    """That a token opens nothing any more, and ends all that was begun with it."""

    desk: TokenDesk

    acts: ClassVar[Role] = Role.ADMIN

    async def on_post(self, request: Request, response: Response) -> None:
        """Revoke it; one's own stays, since nobody could be let in again."""
        name, by = form_of(request).text("name"), caller_of(request).name
        if name == by:
            self.pages.lead(response, PATH, "This is the token that you are signed in with.", is_good=False)
            return
        try:
            await self.pages.threads.run(self.desk.revoke, name, by=by)
        except NotFoundError:
            self.pages.lead(response, PATH, f"{name} was revoked already.", is_good=False)
        else:
            self.pages.lead(response, PATH, f"{name} opens nothing any more.")


@attrs.frozen
class AuditPage(Page):
    """Who did what, and when."""

    audit: Audit

    sees: ClassVar[Role] = Role.ADMIN

    async def on_get(self, request: Request, response: Response) -> None:
        """Show the latest of it."""
        asked = Asked(request)
        page = asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            found = self.audit.find(page)
            return {"title": "Who did what", "entries": found.items, "older": older(request, found)}

        # Signing in changes nothing that a change number tells of.
        await self.pages.show(request, response, "audit.html", load, by_time=True)


def _role(text: str) -> Role:
    if text not in set(Role):
        raise InvalidInputError("role", f"must be one of {', '.join(Role)}")
    return Role(text)
