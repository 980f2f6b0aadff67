"""What a host answers, before anything of the file is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs
import httpcore2

from openphone_crm.errors import (
    CrmError,
    MediaGoneError,
    TooLargeError,
    UnavailableError,
    UnexpectedTypeError,
)
from openphone_crm.files.content_types import content_type_of
from openphone_crm.files.storing import limited
from openphone_crm.ports.media_source import MediaStream

from .bodies import can_unwrap, is_plain, unwrapped

_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Not the file's fault: a time-out, too early, too many requests.
_NOT_NOW = frozenset({408, 425, 429})
_REFUSED = range(400, 500)


@attrs.frozen
class Answer:
    """The answer of a host, of which nothing but the head has been read."""

    host: str
    response: httpcore2.Response

    @property
    def leads_to(self) -> str | None:
        """Where the file is said to be instead, if it is."""
        return self._header(b"location") if self.response.status in _REDIRECTS else None

    def stream(self, limit_bytes: int) -> MediaStream:
        """
        The file, still to be read.

        Raises:
            MediaGoneError: When there is none.
            UnavailableError: When the host is not well.
            UnexpectedTypeError: When it is nothing that is kept, or wrapped in what cannot be opened.
            TooLargeError: When it is said to be larger than the limit.
        """
        if self.response.status != _OK:
            raise _refusal(self.host, self.response.status)
        content_type = content_type_of(self._header(b"content-type"))
        encoding = (self._header(b"content-encoding") or "").strip().lower()
        if not can_unwrap(encoding):
            raise UnexpectedTypeError(f"{content_type}, {encoding}"[:100])
        size = self._declared_size() if is_plain(encoding) else None
        if size is not None and size > limit_bytes:
            raise TooLargeError(limit_bytes)
        return MediaStream(
            content_type=content_type, chunks=self._chunks(encoding, limit_bytes), declared_size=size
        )

    def _chunks(self, encoding: str, limit_bytes: int) -> Iterator[bytes]:
        with translated(self.host):
            yield from limited(unwrapped(self.response.iter_stream(), encoding), limit_bytes)

    def _declared_size(self) -> int | None:
        # That it is a number has been seen to while the head was read.
        declared = self._header(b"content-length")
        return None if declared is None else int(declared)

    def _header(self, name: bytes) -> str | None:
        found = [value.decode("latin-1") for key, value in self.response.headers if key.lower() == name]
        return ", ".join(found) if found else None


@contextmanager
def translated(host: str) -> Iterator[None]:
    """
    Translate what the connection says.

    Raises:
        UnavailableError: Whatever went wrong with it.
    """
    try:
        yield
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException) as error:
        raise UnavailableError(host, str(error) or type(error).__name__) from error


def _refusal(host: str, status: int) -> CrmError:
    if status in _REFUSED and status not in _NOT_NOW:
        return MediaGoneError(host, status)
    return UnavailableError(host, f"it answers {status}")
