"""A file is there whole, or not at all, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from openphone_crm.errors import TooLargeError, UnavailableError
from openphone_crm.testing.contracts.asserting import at_once, raising
from openphone_crm.testing.contracts.depots import KEY, MUCH, ROOM, SOUND, Depot, is_there, read, write


class FileWholenessContract:
    """Nobody ever sees a part of a file."""

    def test_the_limit_is_kept(self, depot: Depot) -> None:
        """A file may be as large as the limit, and one byte more is too much and leaves nothing."""
        write(depot, SOUND, key="fits", limit_bytes=len(SOUND))

        with raising(TooLargeError):
            write(depot, SOUND, limit_bytes=len(SOUND) - 1)

        assert list(depot.everything()) == ["fits"]

    def test_what_breaks_off_leaves_nothing(self, depot: Depot) -> None:
        """A file that stops coming is not there, not even a part of it; its error is handed on."""
        with raising(UnavailableError):
            depot.storage.write(KEY, breaking_off(), content_type="audio/mpeg", limit_bytes=ROOM)

        assert list(depot.everything()) == []

    def test_what_breaks_off_spoils_nothing(self, depot: Depot) -> None:
        """A file stays as it was when another that should take its place stops coming."""
        write(depot, SOUND)

        with raising(UnavailableError):
            depot.storage.write(KEY, breaking_off(), content_type="audio/mpeg", limit_bytes=ROOM)

        assert read(depot) == SOUND
        assert list(depot.everything()) == [KEY]

    def test_nobody_sees_a_file_that_is_not_whole(self, depot: Depot) -> None:
        """While a file is coming it is not there."""
        seen: list[bool] = []

        def chunks() -> Iterator[bytes]:
            for _ in range(8):
                seen.append(is_there(depot))
                yield MUCH

        depot.storage.write(KEY, chunks(), content_type="audio/mpeg", limit_bytes=ROOM)

        assert seen == [False] * 8
        assert is_there(depot)

    def test_one_of_two_writers_wins(self, depot: Depot) -> None:
        """Of two files that come at once under one key, one is there, whole."""
        contents = [b"a" * 300_000, b"b" * 400_000]

        at_once(*(partial(write, depot, content) for content in contents))

        assert read(depot) in contents
        assert list(depot.everything()) == [KEY]

    def test_a_storage_that_fails_says_so(self, depot: Depot) -> None:
        """A file that could not be kept is an error that may pass, and it does."""
        depot.break_down()
        with raising(UnavailableError):
            write(depot, SOUND)
        depot.recover()

        write(depot, SOUND)

        assert read(depot) == SOUND
        assert list(depot.everything()) == [KEY]


def breaking_off() -> Iterator[bytes]:
    """Give a lot, and then an error."""
    yield from [MUCH] * 7
    raise UnavailableError(what="media.example.com", cause="it breaks off")
