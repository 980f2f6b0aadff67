"""Where files are kept: a directory, or S3 and what speaks its language."""

from __future__ import annotations

from .fsspec_storage import FsspecFileStorage
from .local_storage import LocalFileStorage
from .places import directory_of, file_storage_at

__all__ = ["FsspecFileStorage", "LocalFileStorage", "directory_of", "file_storage_at"]
