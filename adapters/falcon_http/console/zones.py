"""In whose time a page is shown."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from falcon.asgi import Request

COOKIE = "crm_zone"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}")


def zone_of(request: Request, usual: str) -> ZoneInfo:
    """The zone that the viewer's browser named, or the usual one where it named none."""
    return _zone(unquote(request.cookies.get(COOKIE, ""))) or ZoneInfo(usual)


@lru_cache(maxsize=1_000)
def _zone(name: str) -> ZoneInfo | None:
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        # Of a name that is none; a part of one, such as `America`, is a directory.
        return None
