"""A small HTTP server that keeps the JSON it is sent, for tests of whatever posts some."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import orjson

from tests.integration.server_process import free_port

HOST = "127.0.0.1"


class JsonServer:
    """Answers each POST with one status, and keeps the documents of those that it took."""

    def __init__(self) -> None:
        self.port = free_port()
        self.status = 200
        self.posts: list[dict[str, Any]] = []
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Answer, unless it does already."""
        if self._server is None:
            self._server = ThreadingHTTPServer((HOST, self.port), self._handler())
            Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Be away; what was taken is kept."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            """Takes one document."""

            def do_POST(self) -> None:
                """Keep the document and answer."""
                document = self.rfile.read(int(self.headers["Content-Length"]))
                if owner.status < 400:
                    owner.posts.append(orjson.loads(document))
                self.send_response(owner.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def json_server() -> Iterator[JsonServer]:
    """Lend a server that runs."""
    server = JsonServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
