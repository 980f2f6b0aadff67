"""Answers with pages: 304 when nothing changed, else the template with what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import attrs
import falcon
from falcon.asgi import Request, Response

from adapters.falcon_http.freshness import Freshness, tag_of
from adapters.falcon_http.headers import POLL_INTERVAL_S
from adapters.falcon_http.polls import names, not_modified
from adapters.falcon_http.sign_in import caller_of
from adapters.falcon_http.threads import Threads
from openphone_crm.ports.clock import Clock

from .flashes import BAD, GOOD, Flash, flash_of, said, say
from .frame import Frame, Viewer
from .templates import Templates
from .zones import zone_of

SCOPES = ("crm", "events")
MEDIA_TYPE = "text/html; charset=utf-8"


@attrs.frozen(kw_only=True)
class Pages:
    """The counterpart of `Polls`: loads and renders in a thread, after the change numbers were read."""

    threads: Threads
    freshness: Freshness
    frame: Frame
    templates: Templates
    clock: Clock
    timezone: str

    async def show(
        self,
        request: Request,
        response: Response,
        template: str,
        load: Callable[[], Mapping[str, object]],
        *,
        by_time: bool = False,
    ) -> None:
        """
        Answer with a page; `load` gives what the template shows beside the frame, `title` among it.

        A page that is different `by_time` alone is always rendered, and 304 when it came out the same.
        """
        viewer = self._viewer(request)
        state = "-".join([str(await self.freshness.number(scope)) for scope in SCOPES])
        tag = self._tag(request, viewer, state)
        response.set_header("Cache-Control", "private, no-cache")
        response.set_header("X-Poll-Interval", str(POLL_INTERVAL_S))
        said(request, response)
        if not by_time and names(request.if_none_match, tag):
            not_modified(response, tag)
            return
        known = "" if by_time else tag
        body = await self.threads.run(self._render, template, viewer, state, lambda: {"tag": known, **load()})
        if by_time:
            tag = tag_of(tag, hashlib.blake2b(body, digest_size=12).hexdigest())
        if names(request.if_none_match, tag):
            not_modified(response, tag)
            return
        response.data = body
        response.content_type = MEDIA_TYPE
        response.set_header("ETag", tag)

    async def act(
        self,
        response: Response,
        act: Callable[[], object],
        *,
        back_to: str,
        text: str | None = None,
    ) -> None:
        """Do something in a thread, then lead back to a page, which says so and shows it as it is by now."""
        await self.threads.run(act)
        self.lead(response, back_to, text)

    def lead(self, response: Response, path: str, text: str | None = None, *, is_good: bool = True) -> None:
        """Lead to a page, after something was done, or was not."""
        self.freshness.forget()
        if text:
            say(response, Flash(text, GOOD if is_good else BAD))
        response.status = falcon.HTTP_303
        response.set_header("Location", path)

    def _viewer(self, request: Request) -> Viewer:
        return Viewer(
            token=caller_of(request),
            csrf=request.context.csrf,
            path=request.path,
            address=request.relative_uri,
            zone=zone_of(request, self.timezone),
            now=self.clock.now(),
            flash=flash_of(request),
        )

    def _tag(self, request: Request, viewer: Viewer, state: str) -> str:
        return tag_of(
            request.path,
            request.query_string,
            # Derived from the session, so that what one session was shown is no answer to another.
            viewer.csrf,
            viewer.token.role,
            viewer.zone.key,
            str(viewer.now.astimezone(viewer.zone).date()),
            viewer.flash.text if viewer.flash else "",
            self.templates.digest,
            state,
        )

    def _render(
        self, template: str, viewer: Viewer, state: str, load: Callable[[], Mapping[str, object]]
    ) -> bytes:
        shown = load()
        return self.templates.render(template, {**self.frame.context(viewer, state), **shown})
