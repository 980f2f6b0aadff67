"""Files that can be fetched without a network."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import attrs

from openphone_crm.errors import CrmError, ForbiddenHostError, MediaGoneError, TooLargeError
from openphone_crm.files.content_types import content_type_of
from openphone_crm.files.storing import limited
from openphone_crm.ports.media_source import MediaStream

CHUNK_BYTES = 65_536

_NOT_FOUND = 404


@attrs.frozen
class MemoryMedia:
    """A file that can be fetched; its host says what it is, and may not say how large."""

    content: bytes
    content_type: str | None = "audio/mpeg"
    tells_size: bool = True


class MemoryMediaSource:
    """
    Has files for the urls of one host; a url fails as long as it is told to.

    Every url that was asked for is kept, in order.
    """

    def __init__(
        self, files: Mapping[str, MemoryMedia] | None = None, *, host: str = "media.example.com"
    ) -> None:
        self._lock = threading.Lock()
        self._prefix = f"https://{host}/"
        self._files = dict(files or {})
        self._failures: dict[str, CrmError] = {}
        self._asked: list[str] = []

    @contextmanager
    def fetch(self, url: str, *, limit_bytes: int) -> Iterator[MediaStream]:
        """
        Give the file of that url.

        Raises:
            ForbiddenHostError: When the url is of another host.
            MediaGoneError: When there is no such file.
            UnexpectedTypeError: When it is of no kind that is kept.
            TooLargeError: When it is larger than the limit, or said to be.
        """
        media = self._found(url)
        content_type = content_type_of(media.content_type)
        size = len(media.content) if media.tells_size else None
        if size is not None and size > limit_bytes:
            raise TooLargeError(limit_bytes)
        chunks = limited(_pieces(media.content), limit_bytes)
        yield MediaStream(content_type=content_type, chunks=chunks, declared_size=size)

    @property
    def asked(self) -> tuple[str, ...]:
        """The urls that were asked for, in order."""
        with self._lock:
            return tuple(self._asked)

    def put(self, url: str, media: MemoryMedia) -> None:
        """Have that file under that url."""
        with self._lock:
            self._files[url] = media

    def remove(self, url: str) -> None:
        """Have no file under that url any more."""
        with self._lock:
            self._files.pop(url, None)

    def fail(self, url: str, error: CrmError) -> None:
        """Let every try at that url end with this error from now on."""
        with self._lock:
            self._failures[url] = error

    def recover(self, url: str) -> None:
        """Let that url work again."""
        with self._lock:
            self._failures.pop(url, None)

    def _found(self, url: str) -> MemoryMedia:
        host = url.partition("://")[2].partition("/")[0]
        if not url.startswith(self._prefix):
            raise ForbiddenHostError(host, "it is not the one that has the files")
        with self._lock:
            self._asked.append(url)
            failure, media = self._failures.get(url), self._files.get(url)
        if failure is not None:
            raise failure
        if media is None:
            raise MediaGoneError(host, _NOT_FOUND)
        return media


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[at : at + CHUNK_BYTES] for at in range(0, len(content), CHUNK_BYTES))
