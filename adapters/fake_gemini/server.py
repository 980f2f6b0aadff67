"""A small HTTP server, at this machine only, behind which a fake Gemini answers."""

from __future__ import annotations

from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self

from openphone_crm.testing.fake_gemini import FakeGemini, GeminiRequest

HOST = "127.0.0.1"


class GeminiServer:
    """Serves a fake Gemini while its block lasts; a port of 0 is any that is free."""

    def __init__(self, fake: FakeGemini, *, port: int = 0) -> None:
        self.fake = fake
        self._stopping = Event()
        self._server = ThreadingHTTPServer((HOST, port), _handler(fake, self._stopping))
        self._server.daemon_threads = True
        serve = {"poll_interval": 0.01}
        self._thread = Thread(
            target=self._server.serve_forever, kwargs=serve, name="fake-gemini", daemon=True
        )

    @property
    def url(self) -> str:
        """What `GEMINI_API_URL` has to be."""
        return f"http://{HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Answer no more, and let go of whoever waits for a slow answer."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(fake: FakeGemini, stopping: Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Hands one request to the fake, and its response back."""

        def do_POST(self) -> None:
            """Answer a call."""
            length = int(self.headers.get("Content-Length", 0))
            request = GeminiRequest(
                method="POST",
                target=self.path,
                headers=dict(self.headers.items()),
                body=self.rfile.read(length),
            )
            response = fake.handle(request)
            stopping.wait(response.delay_s)
            headers = {"Content-Type": "application/json", **response.headers}
            # Whoever does not wait for a slow answer has gone.
            with suppress(ConnectionError):
                self._send(response.status, headers, response.body)

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
