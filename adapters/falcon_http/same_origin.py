"""Whether a request comes from a page of ours, as far as the browser says."""

from __future__ import annotations

from urllib.parse import urlsplit

from falcon.asgi import Request


def is_foreign(request: Request) -> bool:
    """
    Whether a browser says that a page of another site makes this request.

    No page can write these headers, so that a proxy's word for the host is as good as the host. What no
    browser sends says nothing of where it comes from.
    """
    site = request.get_header("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    # Browsers leave that out where they do not trust the connection, as they do with http.
    origin = request.get_header("Origin")
    return origin is not None and _host_of(origin) not in {request.netloc, request.forwarded_host}


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        # As of a bracket that is not closed.
        return None
