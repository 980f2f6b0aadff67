"""A sentence about what was just done, which the next page shows once."""

from __future__ import annotations

from urllib.parse import quote, unquote

import attrs
from falcon.asgi import Request, Response

COOKIE = "crm_flash"
KEPT_S = 60
LONGEST = 500
MOST_BYTES = 1_000
"""Each is up to three characters of a cookie, and browsers drop one of more than 4,096."""

GOOD, BAD = "good", "bad"


@attrs.frozen
class Flash:
    """What is said, and whether it is good."""

    text: str
    kind: str = GOOD


def say(response: Response, flash: Flash) -> None:
    """Have the next page say this."""
    text = flash.text[:LONGEST].encode(errors="replace")[:MOST_BYTES].decode(errors="ignore")
    value = quote(f"{flash.kind}:{text}", safe=":")
    response.set_cookie(COOKIE, value, max_age=KEPT_S, path="/", secure=False, same_site="Strict")


def flash_of(request: Request) -> Flash | None:
    """What this page is to say."""
    kind, _, text = unquote(request.cookies.get(COOKIE, "")).partition(":")
    return Flash(text[:LONGEST], BAD if kind == BAD else GOOD) if text else None


def said(request: Request, response: Response) -> None:
    """Say it only once."""
    if COOKIE in request.cookies:
        response.unset_cookie(COOKIE, path="/", same_site="Strict")
