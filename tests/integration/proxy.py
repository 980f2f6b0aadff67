"""
A network that can be made to misbehave: a TCP proxy of our own in front of any server.

    with TcpProxy.before(database_url) as proxy:
        product.use(proxy.url)      # the same URL, through the proxy
        proxy.stall()               # nobody hears anything any more
        proxy.pass_on()             # all is well again
"""

from __future__ import annotations

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import attrs

from tests.integration.server_process import ServerError, free_port

CHUNK = 65_536
COMMAND_LIMIT_S = 10.0
HOST = "127.0.0.1"
# Closed like this a socket says RST instead of FIN, and forgets what was still to be sent.
ABRUPTLY = struct.pack("ii", 1, 0)


@attrs.define(eq=False)
class _Link:
    """One client and, once it was reached, the server behind the proxy."""

    task: asyncio.Task[None]
    ends: list[StreamWriter]
    is_lost: bool = False

    def end(self, *, abruptly: bool = False) -> None:
        """Close both ends, as far as they are open."""
        for end in self.ends:
            if abruptly:
                with suppress(OSError):
                    end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABRUPTLY)
            end.transport.abort()


class TcpProxy:
    """
    Passes bytes between clients and one server, as well or as badly as it is told to.

    `pass_on`, `slow`, `stall` and `refuse` are states, which hold until the next of them; `cut`, `reset`
    and `lose` happen once, to the connections that are there. Each is in force when the call returns.
    It may be told from any thread. The server may come and go behind it. `accepted` counts connections.
    """

    def __init__(self, host: str, port: int) -> None:
        """Stand before the server at that address, for as long as a `with` block lasts."""
        self.port = free_port()
        self.url = ""
        self.accepted = 0
        self._server = (host, port)
        self._latency_s = 0.0
        self._flowing = asyncio.Event()
        self._links: set[_Link] = set()
        self._listener: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    @classmethod
    def before(cls, url: str) -> Self:
        """
        Stand before the server that a URL names; `url` is then the same one, by way of the proxy.

        Raises:
            ServerError: When the URL does not say where that is.
        """
        parts = urlsplit(url)
        if parts.hostname is None or parts.port is None:
            message = f"A proxy stands before a host and a port, which this {parts.scheme} URL does not name."
            raise ServerError(message)
        proxy = cls(parts.hostname, parts.port)
        account, at, _ = parts.netloc.rpartition("@")
        proxy.url = parts._replace(netloc=f"{account}{at}{HOST}:{proxy.port}").geturl()
        return proxy

    def __enter__(self) -> Self:
        """Listen, and pass everything on."""
        self._thread.start()
        self.pass_on()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        self.refuse()
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(COMMAND_LIMIT_S)
        self._loop.close()

    def pass_on(self) -> None:
        """Pass everything on at once, and what was held back until now."""
        self._do(self._become(latency_s=0.0))

    def slow(self, latency_s: float) -> None:
        """Pass everything on so much later: in both directions, each stretch of up to 64 KiB."""
        self._do(self._become(latency_s=latency_s))

    def stall(self) -> None:
        """Be a silent peer: take connections and whatever they send, and pass nothing on, in no direction."""
        self._do(self._become(flows=False))

    def refuse(self) -> None:
        """Take no new connections, as when nobody listens; those that are there go on."""
        self._do(self._become(listens=False))

    def cut(self) -> None:
        """Close the connections that are there, as when their server ends."""
        self._do(self._end())

    def reset(self) -> None:
        """Reset the connections that are there, as when their server's machine was started anew."""
        self._do(self._end(abruptly=True))

    def lose(self) -> None:
        """Forget the connections that are there, as a firewall does: they stay open and silent for ever."""
        self._do(self._lose())

    def _do(self, command: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(command, self._loop).result(COMMAND_LIMIT_S)

    async def _become(self, *, latency_s: float = 0.0, flows: bool = True, listens: bool = True) -> None:
        self._latency_s = latency_s
        if flows:
            self._flowing.set()
        else:
            self._flowing.clear()
        if self._listener is not None and not listens:
            self._listener.close()
            self._listener = None
        if self._listener is None and listens:
            self._listener = await asyncio.start_server(self._serve, HOST, self.port)

    async def _end(self, *, abruptly: bool = False) -> None:
        links = list(self._links)
        for link in links:
            link.end(abruptly=abruptly)
            link.task.cancel()
        await asyncio.gather(*(link.task for link in links), return_exceptions=True)

    async def _lose(self) -> None:
        for link in self._links:
            link.is_lost = True

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        link = _Link(task, [writer])
        self._links.add(link)
        self.accepted += 1
        try:
            # Nobody but `_end` cancels this, and asyncio would log it as an error of ours.
            with suppress(asyncio.CancelledError):
                await self._connect(link, reader)
        except* OSError:
            # One of the two has gone: so does the other.
            link.end(abruptly=True)
        finally:
            self._links.discard(link)
            for end in link.ends:
                end.close()

    async def _connect(self, link: _Link, from_client: StreamReader) -> None:
        await self._may_pass(link)
        from_server, to_server = await asyncio.open_connection(*self._server)
        [to_client] = link.ends
        link.ends.append(to_server)
        async with asyncio.TaskGroup() as pumps:
            pumps.create_task(self._pump(link, from_client, to_server))
            pumps.create_task(self._pump(link, from_server, to_client))

    async def _pump(self, link: _Link, source: StreamReader, target: StreamWriter) -> None:
        while chunk := await source.read(CHUNK):
            await asyncio.sleep(self._latency_s)
            await self._may_pass(link)
            target.write(chunk)
            await target.drain()
        await self._may_pass(link)
        target.write_eof()

    async def _may_pass(self, link: _Link) -> None:
        await self._flowing.wait()
        if link.is_lost:
            await asyncio.Event().wait()
