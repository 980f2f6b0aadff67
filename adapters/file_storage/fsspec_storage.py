"""Files in S3, or in what speaks its language, by fsspec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from openphone_crm.errors import NotFoundError
from openphone_crm.files.storing import StoredFile, checked_key

from .uploads import carried

if TYPE_CHECKING:
    from .s3 import Bucket

_SCHEME = "s3://"


class FsspecFileStorage:
    """
    Keeps each file as an object of a bucket, under a prefix.

    Credentials, region and endpoint come from the usual AWS variables. What talks to S3 is loaded and opened
    with the first file: it takes a second, and must not happen before a fork. A process that is killed
    while it uploads leaves parts that nobody sees; S3 removes them by a rule of the bucket.
    """

    def __init__(self, url: str) -> None:
        self._place = url.removeprefix(_SCHEME).rstrip("/")

    def write(self, key: str, chunks: Iterable[bytes], *, content_type: str, limit_bytes: int) -> StoredFile:
        """
        Keep the file: uploaded in parts, which become one object at the end.

        Raises:
            TooLargeError: When there is more than the limit.
            UnavailableError: When S3 is away or refuses.
        """
        upload = self._bucket.upload(checked_key(key), content_type)
        return carried(upload, chunks, limit_bytes=limit_bytes)

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """
        The bytes from `start` on, at most so many.

        Raises:
            NotFoundError: When there is no such file.
            UnavailableError: When S3 is away or refuses, or the file is replaced meanwhile.
        """
        size = self.size(key)
        return self._bucket.chunks(key, start, size if length is None else min(size, start + length))

    def size(self, key: str) -> int:
        """
        How many bytes it has.

        Raises:
            NotFoundError: When there is no such file.
            UnavailableError: When S3 is away or refuses.
        """
        size = self._bucket.size(checked_key(key))
        if size is None:
            raise NotFoundError("file", key)
        return size

    def remove(self, key: str) -> None:
        """
        Let go of the file; harmless when there is none.

        Raises:
            UnavailableError: When S3 is away or refuses.
        """
        self._bucket.remove(checked_key(key))

    @cached_property
    def _bucket(self) -> Bucket:
        from .s3 import Bucket  # noqa: PLC0415 - it loads s3fs

        return Bucket(self._place)
