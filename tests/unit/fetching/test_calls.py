"""Calls of which a webhook said hardly anything."""

from __future__ import annotations

from openphone_crm.crm import ItemKind, Outcome
from openphone_crm.errors import UnavailableError
from openphone_crm.priority import Priority
from openphone_crm.remote import FetchedKind
from openphone_crm.testing import events
from openphone_crm.testing.happenings import CUSTOMER_NUMBER
from tests.unit.fetching.curious import CALL, VOICEMAIL, CuriousShop, call_resource

MISSED = events.call_completed(CALL)
TALK = events.answered()


def test_a_call_without_parties_is_fetched(shop: CuriousShop) -> None:
    """A webhook that names nobody is followed by a question, and the call finds its conversation."""
    shop.knows(FetchedKind.CALL, call_resource(TALK), TALK.id)
    shop.hear(events.call_completed(TALK), participants=[])
    before = shop.lines

    shop.over(5)

    assert (before, shop.lines) == ([], [(ItemKind.CALL, None)])
    assert shop.call.call.from_number == CUSTOMER_NUMBER


def test_a_call_that_only_its_summary_told_of_is_fetched(shop: CuriousShop) -> None:
    """The summary stands in its conversation as soon as OpenPhone has said whose call it was."""
    shop.knows(FetchedKind.CALL, call_resource(TALK), TALK.id)
    shop.hear(events.call_summary_completed(TALK))

    shop.over(65, step=5)

    assert {kind for kind, _ in shop.lines} == {ItemKind.CALL, ItemKind.SUMMARY}
    assert shop.call.outcome is Outcome.ANSWERED


def test_a_call_that_is_told_meanwhile_is_not_fetched(shop: CuriousShop) -> None:
    """Most parts of a call are followed by the call itself."""
    shop.hear(events.call_summary_completed(TALK))

    shop.hear(events.call_completed(TALK))
    shop.over(65, step=5)

    assert shop.questions == []


def test_a_missed_call_without_parties_is_told_with_its_number(shop: CuriousShop) -> None:
    """People are told who called, and what was left, although the webhook said neither."""
    shop.knows(FetchedKind.CALL, call_resource())
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)

    shop.hear(MISSED, participants=[])
    shop.over(20)

    assert shop.titles() == ["Urgent callback: voicemail from +14255550123"]


def test_a_group_call_stays_as_it_was_told(shop: CuriousShop) -> None:
    """OpenPhone's API does not show it, and is not asked again."""
    shop.openphone.group_calls.add(TALK.id)
    shop.hear(events.call_summary_completed(TALK))

    shop.over(3600, step=30)

    assert shop.questions == ["call"]
    assert shop.unsent == []


def test_a_call_that_is_not_there_is_asked_for_until_nobody_expects_it(shop: CuriousShop) -> None:
    """OpenPhone may know it in a while; after an hour it is not going to."""
    shop.hear(events.call_summary_completed(TALK))

    shop.over(3 * 3600, step=60)

    assert 5 < len(shop.questions) < 20
    assert set(shop.questions) == {"call"}
    assert shop.unsent == []


def test_a_call_that_is_shown_without_parties_is_asked_for_again(shop: CuriousShop) -> None:
    """What OpenPhone does not know yet it may know later."""
    shop.knows(FetchedKind.CALL, call_resource(TALK, participants=[]), TALK.id)
    shop.hear(events.call_completed(TALK), participants=[])
    shop.over(10)

    shop.knows(FetchedKind.CALL, call_resource(TALK), TALK.id)
    shop.over(20)

    assert shop.lines == [(ItemKind.CALL, None)]


def test_an_api_that_is_away_is_no_failure(shop: CuriousShop) -> None:
    """It is asked again a little later, as for what it has not got ready."""
    shop.knows(FetchedKind.CALL, call_resource(TALK), TALK.id)
    shop.openphone.fail(UnavailableError("OpenPhone", "it answers 503"))
    shop.hear(events.call_summary_completed(TALK))

    shop.over(180, step=10)

    assert shop.unsent == []
    assert {kind for kind, _ in shop.lines} == {ItemKind.CALL, ItemKind.SUMMARY}


def test_history_is_fetched_and_nobody_told(shop: CuriousShop) -> None:
    """What happened long ago is completed too, after everything else, and not as something new."""
    shop.knows(FetchedKind.CALL, call_resource())
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)

    shop.hear_of_history(MISSED)
    waiting = shop.priorities()
    shop.over(120, step=5)

    assert waiting == {Priority.LOW}
    assert shop.lines == [(ItemKind.VOICEMAIL, 11), (ItemKind.CALL, None)]
    assert (shop.titles(), shop.unread()) == ([], 0)


def test_an_erased_call_is_not_brought_back(shop: CuriousShop) -> None:
    """Who was erased while OpenPhone was to be asked stays so."""
    shop.knows(FetchedKind.CALL, call_resource())
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)
    shop.hear(MISSED)

    shop.erase(CUSTOMER_NUMBER)
    shop.over(120, step=5)

    assert shop.lines == []
    assert CUSTOMER_NUMBER not in shop.owners()


def test_one_who_is_erased_while_openphone_answers_stays_so(shop: CuriousShop) -> None:
    """What was asked for before the erasure and comes after it is dropped."""
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)
    shop.hear(MISSED)

    shop.erase_while_asking(CUSTOMER_NUMBER)
    shop.over(120, step=5)

    assert shop.questions == ["voicemail"]
    assert shop.lines == []
