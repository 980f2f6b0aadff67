"""Who may read the figures: this machine, or whoever has the token."""

from __future__ import annotations

import hmac
from enum import StrEnum
from ipaddress import ip_address
from typing import Final

import attrs
from falcon.asgi import Request

from adapters.falcon_http.sign_in import bearer_of

PROXY_HEADERS: Final = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
    "Via",
)
"""Whoever sends one of these asks for somebody else, who may be anywhere."""


class Verdict(StrEnum):
    """Whether somebody may read the figures, and if not, what would help."""

    WELCOME = "welcome"
    NEEDS_TOKEN = "needs_token"  # noqa: S105 - no secret
    NOT_FROM_THERE = "not_from_there"


@attrs.frozen
class Asker:
    """Who asks: from where the connection comes, whether for somebody else, and with which secret."""

    peer: str
    is_proxy: bool
    secret: str

    @classmethod
    def of(cls, request: Request) -> Asker:
        """See who sent a request; what it says of itself counts only against it."""
        # Falcon's `remote_addr` would say that an unknown peer, as of a Unix socket, is this machine.
        peer, _ = request.scope.get("client") or ("", 0)
        is_proxy = any(request.get_header(name) is not None for name in PROXY_HEADERS)
        return cls(peer, is_proxy, bearer_of(request))


def judge(asker: Asker, token: str | None) -> Verdict:
    """Decide whether somebody may read the figures."""
    if token and hmac.compare_digest(asker.secret.encode(), token.encode()):
        return Verdict.WELCOME
    if _is_loopback(asker.peer) and not asker.is_proxy:
        return Verdict.WELCOME
    return Verdict.NEEDS_TOKEN if token else Verdict.NOT_FROM_THERE


def _is_loopback(peer: str) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
