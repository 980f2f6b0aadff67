"""Voicemails that no webhook brought, as those of the v1 API never do."""

from __future__ import annotations

import pytest

from openphone_crm.crm import ItemKind
from openphone_crm.remote import FetchedKind
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import Voicemail
from tests.unit.fetching.curious import CALL, IN_PROGRESS, VOICEMAIL, WORDS, CuriousShop

MISSED = events.call_completed(CALL)


def test_a_voicemail_that_no_webhook_told_of_is_shown(shop: CuriousShop) -> None:
    """Of a missed call OpenPhone is asked ten seconds later whether there is a voicemail."""
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)
    shop.hear(MISSED)
    before = shop.questions

    shop.over(10)

    assert (before, shop.questions) == ([], ["voicemail"])
    assert shop.lines == [(ItemKind.VOICEMAIL, 11), (ItemKind.CALL, None)]


def test_people_are_told_of_it_with_its_words(shop: CuriousShop) -> None:
    """Whoever is told of the call is told what was said, and only once."""
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)
    shop.hear(MISSED)
    before = shop.titles()

    shop.over(120, step=5)

    [notification] = shop.told()
    assert before == []
    assert notification.title == "Urgent callback: voicemail from +14255550123"
    assert f"Transcript: {WORDS}" in notification.body.splitlines()


def test_that_there_is_none_is_told_at_once(shop: CuriousShop) -> None:
    """Once OpenPhone has said that no words were left nobody waits for them."""
    shop.hear(MISSED)

    shop.over(10)

    assert shop.titles() == ["Need follow-up: missed call from +14255550123"]


def test_people_do_not_wait_long_for_an_answer(shop: CuriousShop) -> None:
    """While OpenPhone's API is away a missed call is told as it is."""
    shop.api_is_away()
    shop.hear(MISSED)

    shop.over(29)
    before = shop.titles()
    shop.over(1)

    assert (before, shop.titles()) == ([], ["Need follow-up: missed call from +14255550123"])


def test_one_in_progress_is_asked_for_again(shop: CuriousShop) -> None:
    """What OpenPhone is still at is shown as far as it is known, and asked for at growing intervals."""
    shop.knows(FetchedKind.VOICEMAIL, IN_PROGRESS)
    shop.hear(MISSED)
    shop.over(45)
    known, asked = shop.lines, len(shop.questions)
    expected = shop.call.expected

    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)
    shop.over(40)

    assert (known[0], asked, expected) == ((ItemKind.VOICEMAIL, None), 4, ("voicemail",))
    assert (shop.lines[0], len(shop.questions), shop.call.expected) == ((ItemKind.VOICEMAIL, 11), 5, ())


def test_people_wait_a_minute_for_the_words_of_one_in_progress(shop: CuriousShop) -> None:
    """That words were left is known, so they are waited for as long as those of a webhook."""
    shop.knows(FetchedKind.VOICEMAIL, IN_PROGRESS)
    shop.hear(MISSED)

    shop.over(59)
    before = shop.titles()
    shop.over(1)

    assert (before, shop.titles()) == ([], ["Urgent callback: voicemail from +14255550123"])


def test_one_that_never_gets_ready_is_missing(shop: CuriousShop) -> None:
    """After six hours nobody expects it any more, and OpenPhone is left in peace."""
    shop.knows(FetchedKind.VOICEMAIL, IN_PROGRESS)
    shop.hear(MISSED)

    shop.over(7 * 3600, step=600)

    asked = len(shop.questions)
    shop.over(3600, step=600)
    assert (shop.call.expected, shop.call.missing) == ((), ("voicemail",))
    assert len(shop.questions) == asked < 60


def test_one_that_comes_after_all_is_not_missing(shop: CuriousShop) -> None:
    """A webhook that brings it hours too late completes the call."""
    shop.knows(FetchedKind.VOICEMAIL, IN_PROGRESS)
    shop.hear(MISSED)
    shop.over(7 * 3600, step=600)

    shop.hear(events.call_voicemail_completed(CALL), Generation.DATED)

    assert (shop.call.expected, shop.call.missing) == ((), ())


@pytest.mark.parametrize("generation", [Generation.APP_V3, Generation.DATED])
def test_who_says_that_there_is_none_is_believed(shop: CuriousShop, generation: Generation) -> None:
    """The other generations say of each call whether words were left: nobody asks or waits."""
    shop.hear(MISSED, generation)

    titles = shop.titles()

    shop.over(120, step=5)
    assert titles == ["Need follow-up: missed call from +14255550123"]
    assert shop.questions == []


def test_one_whose_event_is_lost_is_asked_for(shop: CuriousShop) -> None:
    """A voicemail that was announced is asked for when its event has not come for a minute."""
    call = events.unanswered(voicemail=Voicemail())
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL, call.id)
    shop.hear(events.call_completed(call), Generation.DATED)

    shop.over(59)
    before = shop.questions
    shop.over(1)

    assert (before, shop.questions) == ([], ["voicemail"])
    assert shop.lines[0] == (ItemKind.VOICEMAIL, 11)


def test_one_that_is_announced_after_all_is_asked_for_anew(shop: CuriousShop) -> None:
    """That there was none yet when OpenPhone was asked is not for ever."""
    call = events.unanswered(voicemail=Voicemail())
    shop.hear(events.call_missed(call), Generation.DATED)
    shop.over(60)
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL, call.id)

    shop.hear(events.call_completed(call), Generation.DATED)
    shop.over(60)

    assert shop.questions == ["voicemail", "voicemail"]
    assert shop.lines[0] == (ItemKind.VOICEMAIL, 11)


def test_one_that_came_by_itself_is_not_asked_for(shop: CuriousShop) -> None:
    """By the time that OpenPhone would be asked there is nothing to ask."""
    call = events.unanswered(voicemail=Voicemail())
    shop.hear(events.call_missed(call), Generation.DATED)

    shop.hear(events.call_voicemail_completed(call), Generation.DATED)
    shop.over(120, step=5)

    assert shop.questions == []


def test_one_without_words_is_asked_for_them(shop: CuriousShop) -> None:
    """The webhooks of the app bring no words; OpenPhone may have them, or says that there are none."""
    call = events.unanswered(voicemail=Voicemail())
    shop.knows(FetchedKind.VOICEMAIL, {**VOICEMAIL, "transcript": None}, call.id)

    shop.hear(events.call_completed(call), Generation.APP_V3)
    shop.over(120, step=5)

    assert shop.questions == ["voicemail"]


def test_no_call_that_was_taken_is_asked_about(shop: CuriousShop) -> None:
    """Who talked to somebody left no words."""
    shop.hear(events.call_completed(events.answered()))

    shop.over(120, step=5)

    assert shop.questions == []
