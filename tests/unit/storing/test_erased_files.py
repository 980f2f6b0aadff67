"""Files of somebody who is erased go, whatever is just being done with them."""

from __future__ import annotations

from openphone_crm.memory import MemoryMedia
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import CUSTOMER_NUMBER, SHOP_LINE, Media
from tests.unit.storing.hoard import CALL, MISSED, PICTURE, RECORDED, SOUND, TEXT, Hoard

ANN, BEN, US = CUSTOMER_NUMBER, "+12065550188", SHOP_LINE.number
A_LEASE_MIN = 3


def test_the_files_of_a_person_go(hoard: Hoard) -> None:
    """Bytes and all, of calls, voicemails and messages."""
    hoard.hear(TEXT, events.call_completed(CALL), RECORDED, events.call_completed(MISSED))
    before = hoard.storage.keys()

    hoard.erase()
    hoard.over(minutes=1)

    assert len(before) == 3
    assert hoard.storage.keys() == ()


def test_what_is_stored_meanwhile_does_not_stay(hoard: Hoard) -> None:
    """An erasure comes just when the file was fetched: its bytes go once its worker has ended."""
    hoard.meanwhile(hoard.erase)
    hoard.hear(events.call_completed(CALL), RECORDED)
    written = hoard.storage.keys()

    hoard.over(minutes=A_LEASE_MIN)

    assert (len(written), hoard.storage.keys()) == (1, ())


def test_what_a_dead_worker_left_does_not_stay(hoard: Hoard) -> None:
    """A file was written, and nobody has written down that it was."""

    def die() -> None:
        raise RuntimeError

    hoard.meanwhile(die)
    hoard.hear(events.call_completed(CALL), RECORDED)
    written = hoard.storage.keys()

    hoard.erase()
    hoard.over(minutes=A_LEASE_MIN)

    assert (len(written), hoard.storage.keys()) == (1, ())


def test_what_comes_late_is_not_fetched(hoard: Hoard) -> None:
    """Deliveries that come again after the erasure bring no file back."""
    hoard.hear(TEXT, events.call_completed(CALL), RECORDED)
    hoard.erase()
    hoard.over(minutes=1)
    asked = len(hoard.media.asked)

    hoard.hear(TEXT, events.call_completed(CALL), RECORDED, generation=Generation.DATED)

    assert len(hoard.media.asked) == asked
    assert hoard.storage.keys() == ()


def test_what_is_gone_before_it_is_fetched_is_not_fetched(hoard: Hoard) -> None:
    """An erasure comes between the event and the download."""
    hoard.receive(events.call_completed(CALL), RECORDED, generation=Generation.APP_V3)
    hoard.work()

    hoard.erase()
    hoard.over(minutes=1)

    assert hoard.media.asked == ()


def test_a_storage_that_is_away_is_asked_until_it_is_back(hoard: Hoard) -> None:
    """However long that takes, it is no failure."""
    hoard.hear(events.call_completed(CALL), RECORDED)
    hoard.storage.holds_on = True
    hoard.erase()
    hoard.over(minutes=120)
    before = hoard.storage.keys()

    hoard.storage.holds_on = False
    hoard.over(minutes=11)

    assert (len(before), hoard.storage.keys(), hoard.unsent) == (1, (), [])


def test_a_group_keeps_the_pictures_of_others(hoard: Hoard) -> None:
    """What the person sent goes, what somebody else did stays."""
    mine, theirs = (Media(url=f"{PICTURE.url}.{name}") for name in ("mine", "theirs"))
    for media in (mine, theirs):
        hoard.media.put(media.url, MemoryMedia(SOUND, content_type="image/jpeg"))
    hoard.hear(
        events.message_received("Mine", sender=ANN, recipients=(US, BEN), media=(mine,)),
        events.message_received("Theirs", sender=BEN, recipients=(US, ANN), media=(theirs,)),
        generation=Generation.DATED,
    )
    before = len(hoard.storage.keys())

    hoard.erase(ANN)
    hoard.over(minutes=1)

    assert before == 2
    assert [file.location for file in hoard.pictures()] == [theirs.url.removeprefix("https://")]
    assert len(hoard.storage.keys()) == 1
