"""Putting the console together."""

from __future__ import annotations

import attrs
from falcon.asgi import App, Request, Response

from adapters.falcon_http.erasers import Erasers
from adapters.falcon_http.freshness import Freshness
from adapters.falcon_http.parts import HttpParts
from adapters.falcon_http.threads import Threads
from adapters.falcon_http.visits import Visits

from .assets import Assets, Static
from .door import SIGN_IN, Door
from .entering import Home, SignInPage, SignOut
from .error_pages import ErrorPages
from .frame import Frame
from .page_headers import PageHeaders
from .pages import Pages
from .routes import page_routes
from .templates import Templates


@attrs.frozen
class Console:
    """The parts of the console that an application is built around."""

    assets: Assets
    templates: Templates
    visits: Visits
    headers: PageHeaders
    door: Door
    error_pages: ErrorPages

    def add_to(
        self, app: App[Request, Response], parts: HttpParts, freshness: Freshness, erasers: Erasers
    ) -> None:
        """Give every page its address."""
        pages = Pages(
            threads=self.visits.threads,
            freshness=freshness,
            frame=Frame(parts.approvals, parts.failures, parts.alert_book),
            templates=self.templates,
            clock=parts.clock,
            timezone=parts.timezone,
        )
        app.add_route("/", Home())
        app.add_route(
            SIGN_IN,
            SignInPage(
                visits=self.visits, templates=self.templates, clock=parts.clock, keys=parts.sign_in_keys
            ),
        )
        app.add_route("/sign-out", SignOut(pages, self.visits))
        app.add_route("/static/{digest}/{name}", Static(self.assets))
        for path, page in page_routes(parts, pages, erasers).items():
            app.add_route(path, page)


def build_console(parts: HttpParts, threads: Threads) -> Console:
    """Read what the console is made of, and build its parts."""
    assets = Assets.load()
    templates = Templates(assets, region=parts.region)
    visits = Visits(parts.signing_in, threads, is_public=(parts.public_url or "").startswith("https://"))
    return Console(assets, templates, visits, PageHeaders(), Door(visits), ErrorPages(templates))
