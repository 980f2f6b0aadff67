"""Hands one request to the fake, and its response back, as true or as false as the fake wants it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from threading import Event, Lock
from typing import Final

from openphone_crm.testing.openphone_api import ApiRequest, ApiResponse, FakeOpenPhoneApi, MediaResponse

MEDIA: Final = "/media/"


class Desk:
    """Lets one request at a time to the fake, so that they are counted in the order of their moments."""

    def __init__(self, fake: FakeOpenPhoneApi, now: Callable[[], datetime]) -> None:
        self._fake = fake
        self.now = now
        self.lock = Lock()

    def ask(self, request: ApiRequest) -> ApiResponse:
        """Ask the API."""
        with self.lock:
            return self._fake.handle(request, self.now())

    def ask_for_media(self, request: ApiRequest) -> MediaResponse:
        """Ask the host of the media."""
        with self.lock:
            return self._fake.media_host.handle(request, self.now())


class Handler(BaseHTTPRequestHandler):
    """Handles one request; that of a server knows its desk."""

    desk: Desk
    stopping: Event

    def handle_one_request(self) -> None:
        """Handle it; whoever does not wait for the end of an answer has gone."""
        self.close_connection = True
        with suppress(ConnectionError):
            super().handle_one_request()

    def do_GET(self) -> None:
        """Answer a request, whatever its method."""
        request = self._request()
        if request.path.startswith(MEDIA):
            self._send_media(self.desk.ask_for_media(request))
        else:
            self._send(self.desk.ask(request))

    do_POST = do_PATCH = do_DELETE = do_HEAD = do_GET  # noqa: N815 - the names that the library calls

    def _request(self) -> ApiRequest:
        length = int(self.headers.get("Content-Length", 0))
        headers = dict(self.headers.items())
        body = self.rfile.read(length)
        return ApiRequest(method=self.command, target=self.path, headers=headers, body=body)

    def _send(self, response: ApiResponse) -> None:
        self.stopping.wait(response.delay_s)
        if response.hangs_up:
            return
        self._begin(response.status, response.headers, len(response.body))
        end = len(response.body) // 2 if response.is_cut else None
        self.wfile.write(response.body[:end])

    def _send_media(self, response: MediaResponse) -> None:
        self._begin(response.status, response.headers, response.announced)
        left = 0 if self.command == "HEAD" else response.length
        while left != 0 and not self.stopping.is_set():
            chunk = response.chunk[:left]
            self.wfile.write(chunk)
            left = None if left is None else left - len(chunk)
            self.stopping.wait(response.pause_s)

    def _begin(self, status: int, headers: Mapping[str, str], length: int | None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Date an answer by the clock of the fake."""
        return super().date_time_string(self.desk.now().timestamp() if timestamp is None else timestamp)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def handler_of(desk: Desk, stopping: Event) -> type[Handler]:
    """Return what handles the requests of one server."""
    return type("ServingHandler", (Handler,), {"desk": desk, "stopping": stopping})
