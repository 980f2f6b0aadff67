"""How often somebody may try to sign in, and who that somebody is."""

from __future__ import annotations

import ipaddress
import math
from collections import deque
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=1)
MOST_FAILURES: Final = 10
MOST_CLIENTS: Final = 10_000


class SignInLimit:
    """
    Remembers failed sign-ins of the last minute by who tried; after ten one has to wait.

    It is not to be shared between threads.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._failures: dict[str, deque[datetime]] = {}

    def failed(self, client: str, now: datetime) -> None:
        """Remember a failure."""
        if client not in self._failures and len(self._failures) >= MOST_CLIENTS:
            self._make_room(now)
        self._failures.setdefault(client, deque(maxlen=MOST_FAILURES)).append(now)

    def wait_s(self, client: str, now: datetime) -> int:
        """For how many seconds a client has to wait; 0 is not at all."""
        failures = self._failures.get(client)
        if failures is None or len(failures) < MOST_FAILURES:
            return 0
        return max(math.ceil((failures[0] + WINDOW - now).total_seconds()), 0)

    def _make_room(self, now: datetime) -> None:
        """Forget whoever failed longest ago, and all whose failures do not count any more."""
        by_age = sorted(self._failures, key=lambda client: self._failures[client][-1])
        is_old = [client for client in by_age if self._failures[client][-1] + WINDOW <= now]
        for client in is_old or by_age[: MOST_CLIENTS // 10]:
            del self._failures[client]


def client_of(peer: str, forwarded_for: str | None) -> str:
    """
    Who asks: the peer, or, where that is a proxy beside us, whoever the proxy says it asks for.

    Only the last entry is the proxy's own; those before it are whatever the client wrote. Whoever has an
    IPv6 address has billions of them: such a client is its network.

    >>> client_of("127.0.0.1", "10.9.9.9, 203.0.113.7"), client_of("93.184.215.14", "203.0.113.7")
    ('203.0.113.7', '93.184.215.14')
    """
    address = _address(peer)
    if address is None or not (address.is_loopback or address.is_private):
        return _network(peer)
    return _network(_without_port((forwarded_for or "").rpartition(",")[2].strip()) or peer)


def _without_port(text: str) -> str:
    """Some proxies write from which port they were asked."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _network(text: str) -> str:
    address = _address(text)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or "")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # A socket for both kinds writes the older one within the newer, where all of them seem to be private.
    return getattr(address, "ipv4_mapped", None) or address
