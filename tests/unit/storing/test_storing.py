"""Files are fetched once and kept, and what goes wrong with one is told in words."""

from __future__ import annotations

import hashlib

import pytest

from openphone_crm.errors import (
    CrmError,
    ForbiddenHostError,
    MediaGoneError,
    TooLargeError,
    UnavailableError,
    UnexpectedTypeError,
)
from openphone_crm.failure_views import FailureFilter
from openphone_crm.handlers.files import STORE
from openphone_crm.memory import MemoryMedia
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import Media
from tests.unit.storing.hoard import (
    CALL,
    MISSED,
    PICTURE,
    RECORDED,
    RECORDING_URL,
    SOUND,
    TEXT,
    Hoard,
)


def test_a_recording_is_kept(hoard: Hoard) -> None:
    """As soon as an event names it, with its type, size and digest, under a key that tells of nobody."""
    hoard.hear(events.call_completed(CALL), RECORDED)

    file = hoard.sound()
    assert file is not None
    assert (file.content_type, file.size) == ("audio/mpeg", len(SOUND))
    assert file.sha256 == hashlib.sha256(SOUND).hexdigest()
    assert b"".join(hoard.storage.open(file.storage_key)) == SOUND
    assert file.storage_key.startswith("recordings/20")
    assert CALL.id not in file.storage_key


def test_a_voicemail_is_kept(hoard: Hoard) -> None:
    """By itself, with nothing else of its call."""
    hoard.hear(events.call_completed(MISSED))

    assert hoard.sound() is not None
    assert len(hoard.storage.keys()) == 1


def test_a_picture_is_kept(hoard: Hoard) -> None:
    """Beside the message that it came with."""
    hoard.hear(TEXT)

    (picture,) = hoard.pictures()
    assert picture.content_type == "image/jpeg"
    assert picture.storage_key.startswith("attachments/")


def test_however_often_it_is_told_a_file_is_fetched_once(hoard: Hoard) -> None:
    """In other generations, and with other signatures."""
    hoard.hear(events.call_completed(CALL), RECORDED)
    hoard.hear(RECORDED, generation=Generation.DATED)
    hoard.hear(events.call_completed(CALL), RECORDED, generation=Generation.API_V4)

    assert hoard.media.asked == (RECORDING_URL,)


def test_files_wait_behind_people_and_history_behind_files(hoard: Hoard) -> None:
    """Nobody is waiting for a file, and least of all for an old one."""
    hoard.hear_of_history(TEXT)
    old = hoard.priorities()
    hoard.follow_up()
    hoard.receive(events.message_received("New!", media=(Media(url=f"{PICTURE.url}.2"),)))
    hoard.work()

    assert (old, hoard.priorities()) == ({Priority.LOW}, {Priority.STANDARD})


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (ForbiddenHostError("evil.example", "it is not listed"), "CRM_MEDIA_HOSTS"),
        (TooLargeError(7), "larger than what is kept"),
        (UnexpectedTypeError("text/html"), "no recording, picture"),
    ],
)
def test_what_is_never_kept_is_a_dead_letter_at_once(hoard: Hoard, error: CrmError, advice: str) -> None:
    """Asked for once; the failure says what to do, and the call is shown."""
    hoard.media.fail(RECORDING_URL, error)

    hoard.hear(events.call_completed(CALL), RECORDED)
    hoard.over(minutes=30)

    assert (hoard.media.asked, hoard.sound()) == ((RECORDING_URL,), None)
    assert advice in explained(hoard)
    assert hoard.storage.keys() == ()


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (UnavailableError("storage.googleapis.com", "it answers 503"), "CRM_STORAGE_URL"),
        (MediaGoneError("storage.googleapis.com", 404), "may have been deleted"),
    ],
)
def test_what_may_come_back_is_tried_four_times(hoard: Hoard, error: CrmError, advice: str) -> None:
    """Then it is a dead letter too."""
    hoard.media.fail(RECORDING_URL, error)

    hoard.hear(events.call_completed(CALL), RECORDED)
    hoard.over(minutes=30)

    assert len(hoard.media.asked) == 4
    assert advice in explained(hoard)


def test_a_host_that_comes_back(hoard: Hoard) -> None:
    """The file is there after all."""
    hoard.media.fail(RECORDING_URL, UnavailableError("storage.googleapis.com", "it answers 503"))
    hoard.hear(events.call_completed(CALL), RECORDED)

    hoard.media.recover(RECORDING_URL)
    hoard.over(minutes=2)

    assert hoard.sound() is not None


def test_a_full_disk(hoard: Hoard) -> None:
    """Nothing is lost: the call is shown, and its recording once there is room."""
    hoard.storage.fill_up()
    hoard.hear(events.call_completed(CALL), RECORDED)
    before = hoard.sound()

    hoard.storage.make_room()
    hoard.over(minutes=2)

    assert (before, hoard.sound() is None) == (None, False)


def test_a_file_without_a_row_is_written_over(hoard: Hoard) -> None:
    """A worker that died between the two left no second copy."""

    def die() -> None:
        raise RuntimeError

    hoard.meanwhile(die)
    hoard.hear(events.call_completed(CALL), RECORDED)
    (left,) = hoard.storage.keys()

    hoard.meanwhile(lambda: None)
    hoard.over(minutes=2)

    file = hoard.sound()
    assert file is not None
    assert hoard.storage.keys() == (left,) == (file.storage_key,)


def test_an_attachment_has_less_room(hoard: Hoard) -> None:
    """A picture of 30 MB is not kept, a recording of that size is."""
    large = bytes(30 * 1024 * 1024)
    hoard.media.put(PICTURE.url, MemoryMedia(large, content_type="image/jpeg"))
    hoard.media.put(RECORDING_URL, MemoryMedia(large))

    hoard.hear(TEXT, events.call_completed(CALL), RECORDED)

    assert (hoard.pictures(), hoard.sound() is None) == ([], False)


def test_two_pictures_of_a_message_are_two_files(hoard: Hoard) -> None:
    """One that cannot be had does not keep the other away."""
    other = Media(url=f"{PICTURE.url}.gone.png", type="image/png")

    hoard.hear(events.message_received("Look!", media=(other, PICTURE)))

    assert [file.location for file in hoard.pictures()] == [PICTURE.url.removeprefix("https://")]


def explained(hoard: Hoard) -> str:
    """What is said about the one group of failures."""
    (group,) = hoard.crm.failures.find(FailureFilter(), PageRequest(10)).items
    assert group.cause.event_type == STORE
    return group.explanation
