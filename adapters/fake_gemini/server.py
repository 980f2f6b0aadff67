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
        self._server = _Server(fake, port)
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
        self._server.stopping.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    """Knows the fake, and when it is to stop."""

    daemon_threads = True

    def __init__(self, fake: FakeGemini, port: int) -> None:
        self.fake = fake
        self.stopping = Event()
        super().__init__((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Hands one request to the fake, and its response back."""

    server: _Server

    def do_GET(self) -> None:
        """Answer a question about a model."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Answer a call."""
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        headers = dict(self.headers.items())
        request = GeminiRequest(method=self.command, target=self.path, headers=headers, body=body)
        response = self.server.fake.handle(request)
        self.server.stopping.wait(response.delay_s)
        # Whoever does not wait for a slow answer has gone.
        with suppress(ConnectionError):
            self._send(
                response.status, {"Content-Type": "application/json", **response.headers}, response.body
            )

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
