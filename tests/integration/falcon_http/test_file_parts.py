"""Parts of stored files, and files that a client has already."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_crm.testing.file_builders import RECORDING
from tests.integration.falcon_http.shelf import AUDIO, SOUND, SOUND_TAG, Shelf, make_shelf


@pytest.fixture
def shelf() -> Shelf:
    """Lend one."""
    return make_shelf()


@settings(max_examples=25, deadline=None)
@given(first=st.integers(0, len(SOUND) - 1), length=st.integers(1, len(SOUND)))
def test_a_part_is_what_it_says(first: int, length: int) -> None:
    """The bytes, their place and their number."""
    shelf = make_shelf()
    shelf.keep(RECORDING)
    wanted = SOUND[first : first + length]

    answer = shelf.world.get(AUDIO, headers={"Range": f"bytes={first}-{first + length - 1}"})

    assert (answer.status_code, answer.content) == (206, wanted)
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(SOUND)}"
    assert answer.headers["Content-Length"] == f"{len(wanted)}"
    assert shelf.storage.opened == 0


def test_the_end_of_a_file(shelf: Shelf) -> None:
    """The last bytes, or all from one on."""
    shelf.keep(RECORDING)

    last = shelf.world.get(AUDIO, headers={"Range": "bytes=-5"})
    rest = shelf.world.get(AUDIO, headers={"Range": f"bytes={len(SOUND) - 7}-"})

    assert (last.content, rest.content) == (SOUND[-5:], SOUND[-7:])


def test_what_lies_behind_the_end(shelf: Shelf) -> None:
    """The answer says how long the file is."""
    shelf.keep(RECORDING)

    answer = shelf.world.get(AUDIO, headers={"Range": f"bytes={len(SOUND)}-"})

    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_part_of_the_same_file_only(shelf: Shelf) -> None:
    """A client that has the beginning of another file is given the whole."""
    shelf.keep(RECORDING)
    wanted = {"Range": "bytes=0-9"}

    same = shelf.world.get(AUDIO, headers={**wanted, "If-Range": SOUND_TAG})
    other = shelf.world.get(AUDIO, headers={**wanted, "If-Range": '"another"'})
    weak = shelf.world.get(AUDIO, headers={**wanted, "If-Range": f"W/{SOUND_TAG}"})

    assert [same.status_code, other.status_code, weak.status_code] == [206, 200, 200]


def test_a_client_that_has_it(shelf: Shelf) -> None:
    """It is not sent again, and not even opened."""
    shelf.keep(RECORDING)
    shelf.storage.is_away = True

    answers = [
        shelf.world.get(AUDIO, headers={"If-None-Match": tag})
        for tag in (SOUND_TAG, f'"x", W/{SOUND_TAG}', "*")
    ]

    assert [answer.status_code for answer in answers] == [304] * 3
    assert {(answer.headers["ETag"], answer.content) for answer in answers} == {(SOUND_TAG, b"")}


def test_its_head_alone(shelf: Shelf) -> None:
    """The same headers, whatever part is asked for, and the file stays closed."""
    shelf.keep(RECORDING)
    shelf.storage.is_away = True

    answer = shelf.world.ask("HEAD", f"/api/v1/{AUDIO}", headers={"Range": "bytes=0-9"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Length"] == f"{len(SOUND)}"


def test_an_empty_file(shelf: Shelf) -> None:
    """It has nothing, and no part."""
    shelf.keep(RECORDING, content=b"")

    whole = shelf.world.get(AUDIO)
    part = shelf.world.get(AUDIO, headers={"Range": "bytes=0-"})

    assert (whole.status_code, whole.content, part.status_code) == (200, b"", 416)
