"""A kept-alive HTTP connection that costs the machine next to nothing."""

from __future__ import annotations

import asyncio
import re
from typing import cast

from openphone_crm.testing import SignedDelivery

PATH = "/webhooks/openphone"

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_STATUS = slice(9, 12)


class Line(asyncio.Protocol):
    """Posts one request at a time, and reads as much of the answer as is needed to know its end."""

    def __init__(self) -> None:
        """Begin unconnected."""
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._received = b""

    @classmethod
    async def opened(cls, host: str, port: int) -> Line:
        """Connect."""
        _, line = await asyncio.get_running_loop().create_connection(cls, host, port)
        return line

    async def post(self, request: bytes) -> bytes:
        """Send a request; the status of the answer, as three digits."""
        if self._transport is None:
            raise ConnectionResetError
        self._received = b""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Disconnect."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Gather an answer, and hand it over once it is whole."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if end and length and len(body) >= int(length[1]) and self._answer and not self._answer.done():
            self._answer.set_result(head[_STATUS])

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits for an answer that none will come."""
        self._transport = None
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())


def request_of(delivery: SignedDelivery, host: str) -> bytes:
    """The bytes that post a delivery."""
    headers = {"host": host, **delivery.headers, "content-length": str(len(delivery.body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {PATH} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + delivery.body
