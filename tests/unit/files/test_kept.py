"""Which file is which, and where it is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

from openphone_crm.files.kept import FileKind, FilePlace, file_for
from openphone_crm.files.storing import checked_key
from openphone_crm.testing import builders as make
from openphone_crm.testing.file_builders import MESSAGE, PLACE, RECORDING, kept_files

ASKED = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("location", "ending"),
    [
        ("share.quo.com/v1/a.mp3", "mp3"),
        ("share.quo.com/v1/A.JPEG", "jpeg"),
        ("storage.googleapis.com/opstatics/0123", "bin"),
        ("share.quo.com/v1/a.mp3/../../etc", "bin"),
        ("share.quo.com/v1/.tar.gz\n", "bin"),
        ("share.quo.com/a.endingtoolong", "bin"),
    ],
)
def test_a_key_is_made_of_nothing_that_a_stranger_wrote(location: str, ending: str) -> None:
    """But for an ending of a few letters."""
    place = FilePlace(kind=FileKind.RECORDING, owner="ACx1", location=location)

    key = checked_key(place.key(ASKED))

    assert key == f"recordings/2026/11/{place.file_id}.{ending}"


def test_what_makes_files_different() -> None:
    """Whose they are, what they are to it, and where they lie."""
    place = FilePlace(kind=FileKind.RECORDING, owner="ACx1", location="a.mp3")
    others = [
        attrs.evolve(place, kind=FileKind.VOICEMAIL),
        attrs.evolve(place, owner="ACx2"),
        attrs.evolve(place, location="b.mp3"),
    ]

    ids = {each.file_id for each in (place, *others)}

    assert len(ids) == 4


def test_no_picture_stands_for_another() -> None:
    """Of a message with two pictures each has its own file, or none."""
    first, second = kept_files(MESSAGE)
    place = FilePlace(kind=FileKind.MEDIA, owner=second.owner, location=second.location)

    assert file_for([first], place, MESSAGE.id) is None
    assert file_for([first, second], place, MESSAGE.id) == second


def test_the_last_sound_of_an_item_stands_for_one_that_was_moved() -> None:
    """Of several the one that was stored last."""
    (old,) = kept_files(RECORDING)
    (newer,) = kept_files(attrs.evolve(RECORDING, url=f"{PLACE}/b.mp3"), stored_at=make.later(9))
    place = FilePlace(kind=FileKind.RECORDING, owner=old.owner, location="elsewhere.example/c.mp3")

    assert file_for([newer, old], place, RECORDING.id) == newer
    assert file_for([newer, old], place, make.item_id("another")) is None
