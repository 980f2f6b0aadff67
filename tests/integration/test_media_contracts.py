"""Fetching files over HTTP keeps what its contract promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import attrs
import pytest

from adapters.media_source import HttpMediaSource
from openphone_crm.testing import contracts
from tests.integration import media_replies as replies
from tests.integration.media_server import HOST, MediaServer, media_server


@attrs.frozen
class HttpMediaHost:
    """A server that has files."""

    server: MediaServer
    source: HttpMediaSource = attrs.field(factory=lambda: HttpMediaSource([HOST]))
    _numbers: Iterator[int] = attrs.field(factory=count)

    def put(self, content: bytes, content_type: str | None = "audio/mpeg", *, tells_size: bool = True) -> str:
        """Have a file."""
        path = f"/{next(self._numbers)}.mp3?sig=0a1b2c"
        return self.server.reply(path, replies.file(content, content_type, tells_size=tells_size))

    def remove(self, url: str) -> None:
        """Have it no more."""
        self.server.reply(self._path(url), replies.status(404))

    def break_down(self, url: str) -> None:
        """Fail at it."""
        self.server.reply(self._path(url), replies.status(500))

    def asked(self) -> Sequence[str]:
        """All that was asked for."""
        return [self.server.url(asked.path) for asked in self.server.asked]

    def _path(self, url: str) -> str:
        return url.removeprefix(self.server.url(""))


@pytest.fixture
def media_host() -> Iterator[contracts.MediaHost]:
    """Lend a server without files."""
    with media_server() as server:
        yield HttpMediaHost(server)


class TestMediaSource(contracts.MediaSourceContract):
    """Where files come from."""
