"""A directory and a bucket keep what the contract of keeping files promises."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pytest

from adapters.file_storage import file_storage_at
from openphone_crm.ports.file_storage import FileStorage
from openphone_crm.testing import contracts
from tests.integration.s3_server import BUCKET, S3Server, s3_server

PREFIX = "media/files"


@attrs.frozen
class LocalDepot:
    """A directory."""

    root: Path
    storage: FileStorage

    def everything(self) -> Sequence[str]:
        """Name all files, those that are on their way as well."""
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file())

    def break_down(self) -> None:
        """Have something else in the place of the directory."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.write_text("no directory")

    def recover(self) -> None:
        """Make room for the directory."""
        self.root.unlink()


@attrs.frozen
class S3Depot:
    """A bucket."""

    server: S3Server
    storage: FileStorage

    def everything(self) -> Sequence[str]:
        """Name all objects, and all uploads that are on their way."""
        keys = self.server.keys() + [f"unfinished {key}" for key in self.server.unfinished()]
        return [key.removeprefix(f"{PREFIX}/") for key in keys]

    def break_down(self) -> None:
        """Stop the server."""
        self.server.stop()

    def recover(self) -> None:
        """Start the server again."""
        self.server.start()


@pytest.fixture(scope="module")
def bucket() -> Iterator[S3Depot]:
    """Lend a bucket, found as one of AWS would be found."""
    with s3_server() as server, pytest.MonkeyPatch.context() as environment:
        for variable, value in server.environment.items():
            environment.setenv(variable, value)
        yield S3Depot(server, file_storage_at(f"s3://{BUCKET}/{PREFIX}"))


@pytest.fixture
def s3_depot(bucket: S3Depot) -> S3Depot:
    """Lend the bucket, emptied."""
    bucket.server.empty()
    return bucket


@pytest.fixture
def local_depot(tmp_path: Path) -> LocalDepot:
    """Lend a directory that is yet to be made."""
    root = tmp_path / "var" / "media"
    root.parent.mkdir()
    return LocalDepot(root, file_storage_at(f"file://{root}"))


@pytest.fixture(params=["local", "s3"])
def depot(request: pytest.FixtureRequest) -> contracts.Depot:
    """Lend an empty storage of each kind."""
    depot: contracts.Depot = request.getfixturevalue(f"{request.param}_depot")
    return depot


class TestFileStorage(contracts.FileStorageContract):
    """Where files are kept."""


def test_an_object_says_what_it_is(s3_depot: S3Depot) -> None:
    """Whoever looks into the bucket sees the type of a file."""
    s3_depot.storage.write("a.mp3", [b"sound"], content_type="audio/mpeg", limit_bytes=5)

    content_type = s3_depot.server.content_type(f"{PREFIX}/a.mp3")

    assert content_type == "audio/mpeg"
