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
    root = directory_of(url)
    return FsspecFileStorage(url) if root is None else LocalFileStorage(root)


def directory_of(url: str) -> Path | None:
    """The directory of this machine that a url means; None where it is somewhere else."""
    return Path(unquote(url.removeprefix(_LOCAL))) if url.startswith(_LOCAL) else None
