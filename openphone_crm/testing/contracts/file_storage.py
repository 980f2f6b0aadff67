"""What keeping files promises."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Final

from openphone_crm.errors import InvalidInputError, NotFoundError
from openphone_crm.files.storing import LONGEST_KEY, StoredFile
from openphone_crm.ports.file_storage import FileStorage
from openphone_crm.testing.contracts.asserting import raising
from openphone_crm.testing.contracts.depots import KEY, MUCH, ROOM, SOUND, Depot, read, write
from openphone_crm.testing.contracts.file_wholeness import FileWholenessContract


class FileStorageContract(FileWholenessContract):
    """What was written is there, until it is removed."""

    def test_what_is_written_can_be_read(self, depot: Depot) -> None:
        """A file comes back as it was, and is known by its size and digest."""
        stored = write(depot, SOUND)

        assert stored == StoredFile(size=len(SOUND), sha256=hashlib.sha256(SOUND).hexdigest())
        assert read(depot) == SOUND
        assert depot.storage.size(KEY) == len(SOUND)

    def test_a_large_file_can_be_read(self, depot: Depot) -> None:
        """A file of many parts is one file."""
        stored = depot.storage.write(KEY, [MUCH] * 12, content_type="video/mp4", limit_bytes=ROOM)

        assert stored.size == 12 * len(MUCH)
        assert read(depot) == MUCH * 12
        assert list(depot.everything()) == [KEY]

    def test_an_empty_file_is_a_file(self, depot: Depot) -> None:
        """A file without a byte is there, and has none."""
        stored = write(depot, b"")

        assert stored.size == depot.storage.size(KEY) == 0
        assert read(depot) == b""

    def test_any_part_can_be_read(self, depot: Depot) -> None:
        """What is read begins and ends where it was asked to, or with the file."""
        write(depot, SOUND)
        size = len(SOUND)
        parts = [(0, 1), (1, 70_000), (65_535, 2), (size - 1, 1), (size - 1, 9), (size, 1), (size + 1, None)]

        found = [read(depot, start=start, length=length) for start, length in parts]

        assert found == [SOUND[start:][:length] for start, length in parts]

    def test_a_file_is_read_in_pieces(self, depot: Depot) -> None:
        """No piece of a large file is much to hold."""
        depot.storage.write(KEY, [MUCH] * 6, content_type="video/mp4", limit_bytes=ROOM)

        pieces = [len(piece) for piece in depot.storage.open(KEY)]

        assert max(pieces) <= len(MUCH)

    def test_a_file_takes_the_place_of_another(self, depot: Depot) -> None:
        """What is written again is what is there."""
        write(depot, SOUND)

        write(depot, b"another")

        assert read(depot) == b"another"
        assert list(depot.everything()) == [KEY]

    def test_keys_are_told_apart(self, depot: Depot) -> None:
        """Keys that look alike have files of their own."""
        keys = ["a.mp3", "a.mp3.1", "b/a.mp3", "b/c/a.mp3", "b-c/a.mp3", "0/a..b"]

        for key in keys:
            write(depot, key.encode(), key=key)

        assert [read(depot, key=key).decode() for key in keys] == keys

    def test_what_is_not_there_is_an_error(self, depot: Depot) -> None:
        """Whoever asks for a file that is not there is told so before anything is read."""
        write(depot, SOUND, key="recordings/other")

        for key in (KEY, "recordings", "recordings/other/more"):
            with raising(NotFoundError):
                depot.storage.size(key)
            with raising(NotFoundError):
                depot.storage.open(key)

    def test_a_file_can_be_removed(self, depot: Depot) -> None:
        """A file that was removed is not there, and removing it again is harmless."""
        write(depot, SOUND)

        depot.storage.remove(KEY)
        depot.storage.remove(KEY)

        assert list(depot.everything()) == []
        with raising(NotFoundError):
            depot.storage.open(KEY)

    def test_no_key_leads_elsewhere(self, depot: Depot) -> None:
        """What is no key is refused by whatever is asked for it."""
        for key in NO_KEYS:
            for act in acts(depot.storage, key):
                with raising(InvalidInputError):
                    act()

        assert list(depot.everything()) == []


NO_KEYS: Final = (
    "",
    "/",
    "/etc/passwd",
    "../up",
    "a/../b",
    "a/./b",
    ".hidden",
    "a/.hidden",
    "a//b",
    "a/",
    "a\\b",
    "a b",
    "A.mp3",
    "a\x00b",
    "a\n",
    "caf\u00e9",
    "a:b",
    "~/a",
    "%2e%2e/a",
    "a" * (LONGEST_KEY + 1),
)


def acts(storage: FileStorage, key: str) -> list[Callable[[], object]]:
    """Everything that can be done with a key."""
    return [
        partial(storage.write, key, [b"x"], content_type="audio/mpeg", limit_bytes=1),
        partial(storage.open, key),
        partial(storage.size, key),
        partial(storage.remove, key),
    ]
