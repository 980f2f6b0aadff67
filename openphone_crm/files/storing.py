"""Under which key a file is kept, and what is known of it once it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from openphone_crm.errors import InvalidInputError, TooLargeError

LONGEST_KEY: Final = 200

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")


@attrs.frozen(kw_only=True)
class StoredFile:
    """What a file turned out to be while it was written."""

    size: int
    sha256: str


class Measure:
    """Weighs and digests what passes through, and stops what is too large."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._digest = hashlib.sha256()

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """
        Hand on each chunk, measured.

        Raises:
            TooLargeError: Instead of the chunk that is too much.
        """
        for chunk in limited(chunks, self._limit):
            self._size += len(chunk)
            self._digest.update(chunk)
            yield chunk

    def result(self) -> StoredFile:
        """What has passed so far."""
        return StoredFile(size=self._size, sha256=self._digest.hexdigest())


def limited(chunks: Iterable[bytes], limit_bytes: int) -> Iterator[bytes]:
    """
    Hand on what is within the limit.

    Raises:
        TooLargeError: Instead of the chunk that is too much.
    """
    left = limit_bytes
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise TooLargeError(limit_bytes)
        yield chunk


def checked_key(key: str) -> str:
    """
    The key, when it can be no path to anywhere else: names without a dot in front, joined by slashes.

    >>> checked_key("recordings/3f2a.mp3")
    'recordings/3f2a.mp3'

    Raises:
        InvalidInputError: When it is anything else.
    """
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise InvalidInputError("key", f"{key[:LONGEST_KEY]!r} is not the key of a file")
    return key
