"""Files in memory keep what the contracts promise; the installed wheel is tested with this file too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import attrs
import pytest

from openphone_crm.errors import UnavailableError
from openphone_crm.memory import MemoryFileStorage, MemoryMedia, MemoryMediaSource
from openphone_crm.testing import contracts


@attrs.frozen
class MemoryDepot:
    """A storage in memory."""

    storage: MemoryFileStorage = attrs.field(factory=MemoryFileStorage)

    def everything(self) -> Sequence[str]:
        """All that it holds."""
        return self.storage.keys()

    def break_down(self) -> None:
        """Let it be full."""
        self.storage.fill_up()

    def recover(self) -> None:
        """Make room in it."""
        self.storage.make_room()


@pytest.fixture
def depot() -> contracts.Depot:
    """Lend an empty storage."""
    return MemoryDepot()


@attrs.frozen
class MemoryMediaHost:
    """A host that has its files in this process."""

    source: MemoryMediaSource = attrs.field(factory=MemoryMediaSource)
    _numbers: Iterator[int] = attrs.field(factory=count)

    def put(self, content: bytes, content_type: str | None = "audio/mpeg", *, tells_size: bool = True) -> str:
        """Have a file."""
        url = f"https://media.example.com/{next(self._numbers)}.mp3?sig=0a1b2c"
        self.source.put(url, MemoryMedia(content, content_type, tells_size))
        return url

    def remove(self, url: str) -> None:
        """Have it no more."""
        self.source.remove(url)

    def break_down(self, url: str) -> None:
        """Fail at it."""
        self.source.fail(url, UnavailableError("media.example.com", "it was told to fail"))

    def asked(self) -> Sequence[str]:
        """All that was asked for."""
        return self.source.asked


@pytest.fixture
def media_host() -> contracts.MediaHost:
    """Lend a host without files."""
    return MemoryMediaHost()


class TestFileStorage(contracts.FileStorageContract):
    """Where files are kept."""


class TestMediaSource(contracts.MediaSourceContract):
    """Where files come from."""


def test_a_url_that_failed_works_again(media_host: MemoryMediaHost) -> None:
    """A url fails until it is told to recover."""
    url = media_host.put(b"sound")
    media_host.break_down(url)
    media_host.source.recover(url)

    with media_host.source.fetch(url, limit_bytes=5) as stream:
        content = b"".join(stream.chunks)

    assert content == b"sound"
