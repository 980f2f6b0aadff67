"""From which hosts files may be fetched, whatever a url, a redirect or a name server says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Self

import attrs

from openphone_crm.errors import ForbiddenHostError
from openphone_crm.files.addresses import address_in, is_public

OPENPHONES_HOSTS: Final = (
    "storage.googleapis.com",
    "m.openph.one",
    "files.openphone.co",
    "share.quo.com",
    "opstatics-dev.s3.amazonaws.com",
)
"""Where recordings, voicemails and attachments have been seen to lie."""

_ENTRY = re.compile(r"\[?(?P<host>[^\]]+?)\]?(:(?P<port>[0-9]+))?")
_NOT_LISTED = "it is not among the hosts that files are fetched from (CRM_MEDIA_HOSTS)"
_HTTPS_ONLY = "only https is used"
_CREDENTIALS = "the url holds a user or a password"


@attrs.frozen(kw_only=True)
class Target:
    """Where a url leads, read by the very parser that the request is made with."""

    scheme: str
    host: str
    port: int
    has_credentials: bool = False


@attrs.frozen
class _Entry:
    """A host of the list: at one port, or at any."""

    host: str
    port: int | None

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `host`, `host:port`, `[address]` or `[address]:port`."""
        found = _ENTRY.fullmatch(text)
        host, port = (found["host"], found["port"]) if found else (text, None)
        return cls(_spelled(host), int(port) if port else None)

    def covers(self, host: str, port: int) -> bool:
        """Tell whether that is the host, and the port one of its."""
        return self.host == host and self.port in (None, port)


class AllowedHosts:
    """
    The list of hosts, and the rules around it.

    It is https and public addresses only. An address of one's own network has to be named in the list
    itself, whatever name leads there; http is good enough for it.
    """

    def __init__(self, hosts: Iterable[str]) -> None:
        self._entries = tuple(map(_Entry.read, hosts))
        self._own = tuple(entry for entry in self._entries if _is_own(entry.host))

    def check(self, target: Target) -> None:
        """
        See that a file may be asked for there, before anybody is asked anything.

        Raises:
            ForbiddenHostError: When it may not.
        """
        reason = self._reason(target)
        if reason:
            raise ForbiddenHostError(target.host, reason)

    def check_addresses(self, target: Target, addresses: Sequence[str]) -> None:
        """
        See that each of the addresses that the host has right now may be connected to.

        Raises:
            ForbiddenHostError: When one may not: it could be the one that is used.
        """
        for address in addresses:
            if self._names(address, target.port):
                continue
            if not _is_public(address):
                reason = f"its address {address} is not a public one, and not itself in CRM_MEDIA_HOSTS"
                raise ForbiddenHostError(target.host, reason)
            if target.scheme != "https":
                raise ForbiddenHostError(target.host, _HTTPS_ONLY)

    def _reason(self, target: Target) -> str | None:
        if target.scheme != "https" and not (target.scheme == "http" and self._own):
            return _HTTPS_ONLY
        if target.has_credentials:
            return _CREDENTIALS
        host = _spelled(target.host)
        return None if any(entry.covers(host, target.port) for entry in self._entries) else _NOT_LISTED

    def _names(self, address: str, port: int) -> bool:
        return any(entry.covers(_spelled(address), port) for entry in self._own)


def _spelled(host: str) -> str:
    """One spelling for each address, and for each name."""
    address = address_in(host)
    return host.lower() if address is None else str(address)


def _is_own(host: str) -> bool:
    return address_in(host) is not None and not _is_public(host)


def _is_public(text: str) -> bool:
    address = address_in(text)
    return address is not None and is_public(address)
