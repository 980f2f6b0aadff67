"""A text is sent once, and nobody sends it again without having looked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.alerts import Rule
from openphone_crm.errors import (
    CrmError,
    NotSentError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    UnavailableError,
    UncertainError,
)
from openphone_crm.outgoing_texts import GIVEN_UP_AFTER
from tests.unit.texting.writer import WORDS, WritingShop

LOST = UncertainError("OpenPhone", "no answer within 15 s")
AWAY = UnavailableError("OpenPhone", "connection refused")


def test_a_text_is_queued_and_then_sent(shop: WritingShop) -> None:
    """It is shown at once, and keeps its id."""
    message = shop.writes()
    before = shop.ours

    shop.after(0)

    assert before == [(message.id, "queued")]
    assert shop.ours == [(message.id, "sent")]
    assert [text.text for text in shop.openphone.outbox] == [WORDS]


def test_what_openphone_says_of_it_is_shown(shop: WritingShop) -> None:
    """Whatever our clock says, a webhook knows better what became of it."""
    message = shop.writes()
    shop.after(0)
    (sent,) = shop.openphone.messages

    shop.is_delivered(sent)

    assert shop.ours == [(message.id, "delivered")]


def test_a_lost_answer_sends_nothing_again(shop: WritingShop) -> None:
    """OpenPhone is asked what was sent, and has it."""
    shop.openphone.lose_answer(LOST)
    message = shop.writes()

    for _ in range(6):
        shop.after(20)

    assert shop.ours == [(message.id, "sent")]
    assert len(shop.openphone.outbox) == 1


def test_a_text_that_nobody_has_is_unknown(shop: WritingShop) -> None:
    """What was perhaps never sent is shown as unknown after two minutes, and not sent again."""
    shop.openphone.fail(LOST)
    shop.writes()
    statuses = []

    for _ in range(12):
        shop.after(15)
        statuses.append(shop.shown)

    assert statuses[0] == ["queued"]
    assert statuses[-1] == ["unknown"]
    assert shop.openphone.outbox == []


def test_an_unknown_text_is_found_later(shop: WritingShop) -> None:
    """It is looked for, ever more seldom, for a day."""
    shop.openphone.lose_answer(LOST)
    message = shop.writes()
    shop.after(0)
    hidden = dict(shop.openphone.messages)
    shop.openphone.messages.clear()
    for _ in range(12):
        shop.after(15)
    before = shop.shown

    shop.openphone.messages.update(hidden)
    shop.after(3600)

    assert before == ["unknown"]
    assert shop.ours == [(message.id, "sent")]


def test_it_is_not_looked_for_for_ever(shop: WritingShop) -> None:
    """After a day nobody is asked any more."""
    shop.openphone.fail(LOST)
    shop.writes()
    for _ in range(20):
        shop.after(15)
    for _ in range(40):
        shop.after(3600)
    asked = len(shop.openphone.requests)

    shop.after(100_000)

    assert shop.shown == ["unknown"]
    assert len(shop.openphone.requests) == asked


def test_a_worker_that_died_while_it_sent_is_no_reason_to_send(shop: WritingShop) -> None:
    """What was being sent is looked for first."""
    message = shop.writes()
    shop.crm.outgoing_texts.begin(message.id, at=shop.clock.now())
    shop.openphone.send(shop.text_to_send())

    shop.after(0)

    assert shop.ours == [(message.id, "sent")]
    assert len(shop.openphone.outbox) == 1


def test_the_same_words_twice_are_two_texts(shop: WritingShop) -> None:
    """A text that was found is not found for another of the same words."""
    shop.openphone.lose_answer(LOST)
    shop.openphone.lose_answer(LOST)
    first, second = shop.writes(), shop.writes()

    for _ in range(6):
        shop.after(20)

    assert shop.ours == [(first.id, "sent"), (second.id, "sent")]
    assert len({shop.crm.outgoing_texts.get(one.id) for one in (first, second)}) == 2


@pytest.mark.parametrize("error", [AWAY, RateLimitedError("OpenPhone", 20)])
def test_what_was_certainly_not_sent_is_sent_later(shop: WritingShop, error: CrmError) -> None:
    """A connection that was never made, or a refusal for now, sends nothing."""
    shop.openphone.fail(error)
    shop.writes()
    shop.after(0)
    before = shop.shown

    shop.after(31)

    assert (before, shop.shown) == (["queued"], ["sent"])
    assert len(shop.openphone.outbox) == 1


def test_a_text_that_is_old_is_not_sent(shop: WritingShop) -> None:
    """What could not be handed over for a quarter of an hour is failed: nobody expects it any more."""
    shop.openphone.keep_failing(AWAY)
    shop.writes()

    for _ in range(GIVEN_UP_AFTER // timedelta(seconds=31) + 2):
        shop.after(31)
    shop.openphone.recover()
    shop.after(3600)

    assert shop.shown == ["failed"]
    assert shop.openphone.outbox == []


def test_a_refused_text_is_failed(shop: WritingShop) -> None:
    """OpenPhone's reason is kept, and the question stays open."""
    shop.openphone.fail(
        NotSentError(what="OpenPhone", status=402, code="0200402", reason="Not Enough Credits")
    )
    message = shop.writes()

    shop.after(0)

    text = shop.crm.outgoing_texts.get(message.id)
    assert shop.ours == [(message.id, "failed")]
    assert text is not None
    assert text.reason == "Not Enough Credits"
    assert shop.conversation.needs_reply is True


def test_a_refusal_that_is_our_bug_rings(shop: WritingShop) -> None:
    """Who has no credits knows it from the text; who asks wrongly is told of by an alert."""
    shop.openphone.fail(
        NotSentError(what="OpenPhone", status=402), RefusedError(what="OpenPhone", status=400)
    )
    shop.writes()
    shop.after(0)
    quiet = shop.crm.alert_book.open(Rule.API_REFUSED)
    shop.writes()
    shop.after(0)

    alert = shop.crm.alert_book.open(Rule.API_REFUSED)

    assert quiet is None
    assert alert is not None
    assert shop.shown == ["failed", "failed"]


def test_a_refused_key_rings_and_the_text_waits(shop: WritingShop) -> None:
    """Those who run this are told; once the key is mended in time the text goes out."""
    shop.openphone.fail(SettingsError("OPENPHONE_API_KEY", "is refused"))
    shop.writes()
    shop.after(0)
    alert = shop.crm.alert_book.open(Rule.API_KEY)

    shop.after(601)

    assert alert is not None
    assert shop.shown == ["sent"]


def test_a_text_that_is_taken_ends_the_alert(shop: WritingShop) -> None:
    """Once OpenPhone takes a text with the key that it had refused, nothing is wrong any more."""
    shop.openphone.fail(SettingsError("OPENPHONE_API_KEY", "is refused"))
    shop.writes()
    shop.after(0)
    was_open = shop.crm.alert_book.open(Rule.API_KEY) is not None

    shop.after(600)

    assert was_open
    assert [text.text for text in shop.openphone.outbox] == [WORDS]
    assert shop.crm.alert_book.open(Rule.API_KEY) is None


def test_whoever_opts_out_in_between_is_not_written_to(shop: WritingShop) -> None:
    """STOP counts until the very moment of sending."""
    shop.openphone.fail(AWAY)
    shop.writes()
    shop.after(0)
    shop.hears("STOP")

    shop.after(31)

    assert shop.shown == ["failed"]
    assert shop.openphone.outbox == []
