"""A host of files that answers as it is told to, however hostile."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TypeAlias

import attrs

HOST = "127.0.0.1"

Reply: TypeAlias = Callable[[BaseHTTPRequestHandler, Event], None]
"""What is written to a visitor; the event says that the server stops."""


@attrs.frozen
class Asked:
    """A request that came in."""

    path: str
    headers: dict[str, str]


class MediaServer:
    """Answers each path with its reply, any other with 404, and keeps all that was asked for."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self._replies: dict[str, Reply] = {}
        self._stopping = Event()
        self._server = _Server((HOST, 0), self._handler())
        self._scheme = "http" if tls is None else "https"
        if tls is not None:
            # The handshake is done by the thread of the visitor, who may refuse it.
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    def url(self, path: str, host: str = HOST) -> str:
        """Spell the url of a path."""
        return f"{self._scheme}://{host}:{self.port}{path}"

    def reply(self, path: str, reply: Reply) -> str:
        """Answer that path like this from now on, and give its url."""
        self._replies[path] = reply
        return self.url(path)

    def stop(self) -> None:
        """Be away."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            """Answers one visitor."""

            def do_GET(self) -> None:
                """Answer as it was told."""
                owner.asked.append(Asked(self.path, dict(self.headers)))
                owner._replies.get(self.path, _nothing_there)(self, owner._stopping)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


class _Server(ThreadingHTTPServer):
    """A server whose visitors may go at any time."""

    def handle_error(self, *_: object) -> None:
        """Say nothing: that they go is what this is for."""


def _nothing_there(handler: BaseHTTPRequestHandler, _: Event) -> None:
    handler.send_response(404)
    handler.send_header("Content-Type", "audio/mpeg")
    handler.end_headers()


@contextmanager
def media_server(tls: ssl.SSLContext | None = None) -> Iterator[MediaServer]:
    """Lend a server that runs."""
    server = MediaServer(tls)
    try:
        yield server
    finally:
        server.stop()
