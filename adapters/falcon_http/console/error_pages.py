"""Errors as pages, for people with a browser."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.sign_in import SAFE_METHODS, is_api

from .pages import MEDIA_TYPE
from .templates import Templates

HEADINGS: Final = {
    HTTPStatus.BAD_REQUEST: "That cannot be read",
    HTTPStatus.FORBIDDEN: "That is not for you",
    HTTPStatus.NOT_FOUND: "There is nothing here",
    HTTPStatus.CONFLICT: "Somebody was faster",
    HTTPStatus.TOO_MANY_REQUESTS: "Too often",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here",
    HTTPStatus.SERVICE_UNAVAILABLE: "We are offline for a moment",
}


@attrs.frozen
class ErrorPages:
    """Shows an error in the design of the console, to whoever asked for a page."""

    templates: Templates

    def wants(self, request: Request) -> bool:
        """Whether a page was asked for, and no document."""
        if is_api(request):
            return False
        return bool(getattr(request.context, "is_page", False)) or "text/html" in request.accept

    def show(self, request: Request, response: Response, status: HTTPStatus, detail: str) -> None:
        """Answer with the page; it asks again by itself where that may help, and nothing was to be done."""
        heading = HEADINGS.get(status, status.phrase)
        is_over_soon = status is HTTPStatus.SERVICE_UNAVAILABLE and request.method in SAFE_METHODS
        context = {"title": heading, "detail": detail, "status": status.value, "is_over_soon": is_over_soon}
        response.data = self.templates.render("error.html", context)
        response.content_type = MEDIA_TYPE
        response.set_header("Cache-Control", "no-store")
