"""The bucket, through s3fs, held to few tries and short waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from aiohttp import ClientError
from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]  # it has no types
from s3fs import S3FileSystem  # type: ignore[import-untyped]  # it has no types

from openphone_crm.errors import NotFoundError

from .troubles import translated

CHUNK_BYTES = 1024 * 1024
PART_BYTES = 5 * 1024 * 1024
"""The least that S3 takes as a part: no more than that is held in memory."""

_TRIES = 2
_CONFIG = {
    "connect_timeout": 4,
    "read_timeout": 15,
    # One layer that tries again is enough: with two, a bucket that is away is waited for for minutes.
    "retries": {"total_max_attempts": 1},
}
# What s3fs does not turn into what the system would say.
_FOREIGN = (BotoCoreError, ClientError)


class Bucket:
    """A place in a bucket; nothing that it says about a file is remembered, for others write there too."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._files: Any = S3FileSystem(
            skip_instance_cache=True, use_listings_cache=False, config_kwargs=_CONFIG
        )
        self._files.retries = _TRIES

    @translated(*_FOREIGN)
    def upload(self, key: str, content_type: str) -> PartedUpload:
        """Begin a file that nobody sees yet."""
        file = self._files.open(
            self._path(key), "wb", block_size=PART_BYTES, autocommit=False, ContentType=content_type
        )
        return PartedUpload(file)

    def size(self, key: str) -> int | None:
        """How many bytes a file has, if it is there."""
        with translated(*_FOREIGN):
            try:
                found = self._files.info(self._path(key))
            except FileNotFoundError:
                return None
        # A prefix of other keys looks like a directory.
        return int(found["size"]) if found["type"] == "file" else None

    @translated(*_FOREIGN)
    def remove(self, key: str) -> None:
        """Let go of a file; S3 has no complaints when there is none."""
        self._files.rm_file(self._path(key))

    def chunks(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """What lies between the two places, asked for in pieces, and no more than that."""
        with translated(*_FOREIGN):
            try:
                with self._files.open(self._path(key), "rb", cache_type="none") as file:
                    file.seek(start)
                    while chunk := file.read(max(0, min(CHUNK_BYTES, end - file.tell()))):
                        yield chunk
            except FileNotFoundError:
                raise NotFoundError("file", key) from None

    def _path(self, key: str) -> str:
        return f"{self._place}/{key}"


class PartedUpload:
    """A file that becomes an object when all of its parts are there."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - s3fs has no types
        self._file = file

    @translated(*_FOREIGN)
    def write(self, chunk: bytes) -> None:
        """Add a chunk."""
        self._file.write(chunk)

    @translated(*_FOREIGN)
    def commit(self) -> None:
        """Upload the last part, and make one object of all."""
        self._file.close()
        self._file.commit()

    def discard(self) -> None:
        """Let go of the parts; when S3 is away, a rule of the bucket does it later."""
        # Closing it would upload what is left.
        self._file.closed = True
        with suppress(OSError, *_FOREIGN):
            self._file.discard()
