"""What keeping files in a directory is like on a real disk."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.file_storage import file_storage_at
from openphone_crm.errors import UnavailableError

MUCH = bytes(1024 * 1024)
ROOM = 16 * len(MUCH)


def test_a_directory_may_be_a_relative_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory is meant from where the process is at the start, and stays the same."""
    monkeypatch.chdir(tmp_path)
    storage = file_storage_at("file://var/My%20media")
    monkeypatch.chdir("/")

    storage.write("a/b.mp3", [b"sound"], content_type="audio/mpeg", limit_bytes=5)

    assert (tmp_path / "var" / "My media" / "a" / "b.mp3").read_bytes() == b"sound"


def test_nothing_is_made_before_the_first_file(tmp_path: Path) -> None:
    """Naming a directory makes none."""
    file_storage_at(f"file://{tmp_path}/media")

    assert list(tmp_path.iterdir()) == []


def test_files_are_their_owners(tmp_path: Path) -> None:
    """What people said on the phone is not for everybody on this machine."""
    storage = file_storage_at(f"file://{tmp_path}")

    storage.write("a.mp3", [b"sound"], content_type="audio/mpeg", limit_bytes=5)

    assert (tmp_path / "a.mp3").stat().st_mode & 0o077 == 0


def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    """What the disk does not take is an error that may pass, and leaves nothing."""
    storage = file_storage_at(f"file://{tmp_path}")

    with room_for(len(MUCH)), pytest.raises(UnavailableError, match="the file storage is unavailable: File"):
        storage.write("a.mp3", [MUCH] * 3, content_type="audio/mpeg", limit_bytes=ROOM)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """A file that nobody has written to for a day goes with the next one; one on its way stays."""
    storage = file_storage_at(f"file://{tmp_path}")
    incoming = tmp_path / ".incoming"
    incoming.mkdir()
    for name, age_s in (("old", 100_000), ("new", 10)):
        (incoming / name).write_bytes(b"half")
        os.utime(incoming / name, (time.time() - age_s,) * 2)

    storage.write("a.mp3", [b"sound"], content_type="audio/mpeg", limit_bytes=5)

    assert [path.name for path in incoming.iterdir()] == ["new"]


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    """Whoever stops reading in the middle, or fails at writing, holds nothing open."""
    storage = file_storage_at(f"file://{tmp_path}")
    storage.write("a.mp3", [MUCH], content_type="audio/mpeg", limit_bytes=ROOM)
    before = open_descriptors()

    for _ in range(20):
        next(storage.open("a.mp3"))
        storage.open("a.mp3")
        with pytest.raises(ZeroDivisionError):
            storage.write(
                "b.mp3", (b"x" * (1 // n) for n in (1, 0)), content_type="audio/mpeg", limit_bytes=ROOM
            )

    assert open_descriptors() == before


def open_descriptors() -> int:
    """Count what this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow larger, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
