"""Connections on which nobody waits for longer than the whole of one request may take."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any, Final

import httpcore2
import httpx2

_TOO_LATE: Final = "there is no time left"


class Deadline(local):
    """When the waiting of this thread ends: each request has a thread of its own."""

    def __init__(self) -> None:
        self._end: float | None = None

    @contextmanager
    def within(self, limit_s: float) -> Iterator[None]:
        """Let all waiting in this block end after so many seconds together."""
        self._end = time.monotonic() + limit_s
        try:
            yield
        finally:
            self._end = None

    def left(
        self, at_most: float | None, *, too_late: type[httpcore2.TimeoutException] = httpcore2.ReadTimeout
    ) -> float | None:
        """
        The seconds that are left, and no more than that.

        Raises:
            TimeoutException: When none are, as the kind that the step has.
        """
        if self._end is None:
            return at_most
        left = self._end - time.monotonic()
        if left <= 0:
            raise too_late(_TOO_LATE)
        return left if at_most is None else min(left, at_most)


class TimedNetwork(httpcore2.NetworkBackend):
    """Connects as another does, and has the deadline end every wait."""

    def __init__(self, network: httpcore2.NetworkBackend, deadline: Deadline) -> None:
        self._network = network
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect; how long that may take has a limit of its own."""
        stream = self._network.connect_tcp(host, port, timeout, local_address, socket_options)
        return TimedStream(stream, self._deadline)


class TimedStream(httpcore2.NetworkStream):
    """A connection on which no wait outlasts the deadline, however little comes at a time."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, once something has."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it."""
        self._stream.write(buffer, self._deadline.left(timeout, too_late=httpcore2.WriteTimeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Agree on encryption; the deadline is for what follows too."""
        # Nothing has been asked by then.
        limit_s = self._deadline.left(timeout, too_late=httpcore2.ConnectTimeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, limit_s)
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - so the base class has it
        """Tell what is below."""
        return self._stream.get_extra_info(info)


def timed(client: httpx2.Client, deadline: Deadline) -> httpx2.Client:
    """
    Have the deadline end every wait of this client, also through a proxy.

    Its own limits are for each silence. It has no public place for another network: that of a transport
    of ours would leave out the proxies that the environment names.
    """
    for transport in (client._transport, *client._mounts.values()):  # noqa: SLF001 - as said above
        if isinstance(transport, httpx2.HTTPTransport):
            pool = transport._pool  # noqa: SLF001 - as said above
            pool._network_backend = TimedNetwork(pool._network_backend, deadline)  # noqa: SLF001 - as above
    return client
