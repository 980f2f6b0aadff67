"""Connections that lead where they were allowed to lead, and end when they have to."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import httpcore2

from .deadline import Deadline


def addresses_of(host: str, port: int) -> Sequence[str]:
    """
    Every address that the host has right now, the preferred one first.

    Raises:
        OSError: When nobody knows the name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class PinnedNetwork(httpcore2.NetworkBackend):
    """
    Connects to these addresses, whatever the name server says by now.

    It would only be asked again by who connects by name, and may then give another answer than the one
    that was checked. The certificate is checked for the name all the same: that is another layer.
    """

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - it was looked up before
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline has limits of its own
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """
        Connect to the first address that takes the connection.

        Raises:
            ConnectError: When none does; TimeoutException when the last one stays silent.
        """
        failure: Exception = httpcore2.ConnectError("it has no address")
        for address in self._addresses:
            try:
                with self._deadline.patience(self._deadline.limits.connect_s) as limit_s:
                    stream = self._sockets.connect_tcp(address, port, limit_s, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.TimeoutException) as error:
                failure = error
            else:
                return TimedStream(stream, self._deadline)
        raise failure


class TimedStream(httpcore2.NetworkStream):
    """A connection on which no wait outlasts the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - as above
        """What has come, once something has."""
        with self._patience() as limit_s:
            return self._stream.read(max_bytes, limit_s)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        """Send it."""
        with self._patience() as limit_s:
            self._stream.write(buffer, limit_s)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore2.NetworkStream:
        """Agree on encryption with whoever can prove to have that name."""
        with self._patience() as limit_s:
            stream = self._stream.start_tls(ssl_context, server_hostname, limit_s)
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - so the base class has it
        """Tell what is below."""
        return self._stream.get_extra_info(info)

    def _patience(self) -> AbstractContextManager[float]:
        return self._deadline.patience(self._deadline.limits.silence_s)
