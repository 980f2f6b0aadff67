"""The bytes of a file, as they are once nothing wraps them, and never more than a few at a time."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import httpcore2

CHUNK_BYTES = 65_536

_PLAIN = frozenset({"", "identity"})
_DEFLATED = frozenset({"gzip", "x-gzip", "deflate"})
# Recognise the headers of both.
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_NOT_COMPRESSED = "what it sends is not compressed as it says"
_BREAKS_OFF = "what it sends breaks off"


def is_plain(encoding: str) -> bool:
    """Tell whether the bytes come as they are."""
    return encoding in _PLAIN


def can_unwrap(encoding: str) -> bool:
    """Tell whether the bytes can be had as they are: no encoding is asked for, but some come with one."""
    return encoding in _PLAIN | _DEFLATED


def unwrapped(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """
    The bytes as they are.

    Raises:
        RemoteProtocolError: When they are not encoded as they are said to be, or break off.
    """
    if is_plain(encoding):
        yield from chunks
        return
    inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for chunk in chunks:
            yield from _inflated(inflater, chunk)
    except zlib.error:
        raise httpcore2.RemoteProtocolError(_NOT_COMPRESSED) from None
    if not inflater.eof:
        raise httpcore2.RemoteProtocolError(_BREAKS_OFF)


def _inflated(inflater: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    """One chunk becomes a thousand times as many bytes, if somebody means harm: a little at a time."""
    while chunk and not inflater.eof:
        if piece := inflater.decompress(chunk, CHUNK_BYTES):
            yield piece
        chunk = inflater.unconsumed_tail
