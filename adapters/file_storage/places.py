"""Which storage a url means."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from openphone_crm.ports.file_storage import FileStorage

from .fsspec_storage import FsspecFileStorage
from .local_storage import LocalFileStorage

_LOCAL = "file://"


def file_storage_at(url: str) -> FileStorage:
    """
    The storage at `file://DIRECTORY`, which may be a relative one, or `s3://BUCKET/PREFIX`.

    Nothing is opened or made yet.
    """
    if url.startswith(_LOCAL):
        return LocalFileStorage(Path(unquote(url.removeprefix(_LOCAL))))
    return FsspecFileStorage(url)
