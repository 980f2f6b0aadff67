"""Fetching files of urls that nobody vouches for."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Final

import httpcore2
import httpx2

from openphone_crm.errors import ForbiddenHostError, UnavailableError
from openphone_crm.files.hosts import AllowedHosts, Target
from openphone_crm.ports.media_source import MediaStream

from .answers import Answer, translated
from .deadline import Deadline, TimeLimits
from .network import PinnedNetwork, addresses_of

MOST_REDIRECTS = 3

_PORTS: Final = {"http": 80, "https": 443}
# No key, no cookie, and no encoding that would have to be undone.
_HEADERS: Final = (
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"identity"),
    (b"Connection", b"close"),
    (b"User-Agent", b"openphone-crm"),
)


class HttpMediaSource:
    """
    Asks the hosts of a list for files, over one new connection each time.

    A proxy that the environment names is not used: it would look up the names itself, and connect to
    whatever it found.
    """

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        tls: ssl.SSLContext | None = None,
        look_up: Callable[[str, int], Sequence[str]] = addresses_of,
        limits: TimeLimits = TimeLimits(),  # noqa: B008 - a value that never changes
    ) -> None:
        self._hosts = AllowedHosts(hosts)
        self._given_tls = tls
        self._look_up = look_up
        self._limits = limits

    @contextmanager
    def fetch(self, url: str, *, limit_bytes: int) -> Iterator[MediaStream]:
        """
        Ask for a file, and follow where it leads within the list.

        Raises:
            ForbiddenHostError: When the url, or where it leads on to, is nothing that files are fetched from.
            MediaGoneError: When there is no file (any more), or its signature has expired.
            UnexpectedTypeError: When what is there is no recording, picture or other attachment.
            TooLargeError: When it is larger than the limit, or said to be.
            UnavailableError: When the host is away or not well, or takes too long, or breaks off.
        """
        deadline = Deadline(self._limits)
        place = _read(url)
        for _ in range(1 + MOST_REDIRECTS):
            with self._answer(place, deadline) as answer:
                if answer.leads_to is None:
                    yield answer.stream(limit_bytes)
                    return
            place = _read(answer.leads_to, seen_from=place)
        raise UnavailableError(answer.host, f"it leads on more than {MOST_REDIRECTS} times")

    @contextmanager
    def _answer(self, place: httpx2.URL, deadline: Deadline) -> Iterator[Answer]:
        """The answer of one host, which has been checked first, name and addresses."""
        target = _target(place)
        self._hosts.check(target)
        addresses = self._addresses(target, deadline)
        self._hosts.check_addresses(target, addresses)
        asked = httpcore2.URL(scheme=target.scheme, host=target.host, port=target.port, target=place.raw_path)
        connection = httpcore2.HTTPConnection(
            asked.origin,
            ssl_context=self._tls if target.scheme == "https" else None,
            network_backend=PinnedNetwork(addresses, deadline),
        )
        with connection:
            request = httpcore2.Request("GET", asked, headers=[(b"Host", place.netloc), *_HEADERS])
            with translated(target.host):
                response = connection.handle_request(request)
            try:
                yield Answer(target.host, response)
            finally:
                response.close()

    def _addresses(self, target: Target, deadline: Deadline) -> Sequence[str]:
        with translated(target.host):
            try:
                return deadline.wait_for(partial(self._look_up, target.host, target.port))
            except OSError as error:
                raise UnavailableError(target.host, "nobody knows its name") from error

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # Made when it is needed: it reads all certificates of the system.
        return self._given_tls or httpx2.create_ssl_context()


def _read(url: str, seen_from: httpx2.URL | None = None) -> httpx2.URL:
    try:
        return seen_from.join(url) if seen_from else httpx2.URL(url)
    except httpx2.InvalidURL:
        raise ForbiddenHostError("?", "its url cannot be read") from None


def _target(url: httpx2.URL) -> Target:
    return Target(
        scheme=url.scheme,
        host=url.raw_host.decode("ascii"),
        port=url.port or _PORTS.get(url.scheme, 0),
        has_credentials=bool(url.userinfo),
    )
