"""A small HTTP server, at this machine only, behind which a fake OpenPhone answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

from openphone_crm.testing.openphone_api import FakeOpenPhoneApi

from .handler import MEDIA, Desk, handler_of

HOST: Final = "127.0.0.1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # So many may knock at the same moment; the default of 5 would refuse some of a storm.
    request_queue_size = 128


class OpenPhoneServer:
    """Serves a fake OpenPhone while its block lasts; a port of 0 is any that is free."""

    def __init__(
        self, fake: FakeOpenPhoneApi, *, port: int = 0, now: Callable[[], datetime] | None = None
    ) -> None:
        self.fake = fake
        self._stopping = Event()
        self._desk = Desk(fake, now or _now)
        self._server = _Server((HOST, port), handler_of(self._desk, self._stopping))
        self._thread = Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.01},
            name="fake-openphone",
            daemon=True,
        )
        if fake.workspace.media_base is None:
            fake.workspace.media_base = self.media_url

    @property
    def url(self) -> str:
        """What `OPENPHONE_API_URL` has to be."""
        return f"http://{HOST}:{self._server.server_port}"

    @property
    def media_url(self) -> str:
        """Below which the media lie."""
        return f"{self.url}{MEDIA}".rstrip("/")

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Let nobody ask while the block lasts, so that the fake can be told something."""
        with self._desk.lock:
            yield

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


def _now() -> datetime:
    return datetime.now(UTC)
