"""What a browser may do with a page of ours: nothing but show it."""

from __future__ import annotations

from typing import Final

from falcon.asgi import Request, Response

_ALLOWED: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
POLICY: Final = "; ".join(_ALLOWED)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # `no-referrer` would have forms say that they come from nowhere.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class PageHeaders:
    """Middleware that locks up every page, also one that tells of an error."""

    async def process_response(
        self,
        _request: Request,
        response: Response,
        _resource: object,
        _req_succeeded: bool,  # noqa: FBT001 - Falcon calls it so
    ) -> None:
        """Complete a page."""
        if (response.content_type or "").startswith("text/html"):
            response.set_headers(HEADERS)
