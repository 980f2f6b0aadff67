"""What becomes of a text when more than one thing goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs
import pytest

from openphone_crm.alerts import Alert, Rule
from openphone_crm.errors import (
    CrmError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    StoreAwayError,
    UnavailableError,
    UncertainError,
)
from openphone_crm.ids import ItemId
from openphone_crm.remote import Fetched, TextToSend
from tests.unit.texting.writer import WORDS, WritingShop

LOST = UncertainError("OpenPhone", "no answer within 15 s")


def test_a_store_that_blinks_after_the_sending_sends_nothing_again(
    shop: WritingShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what the request itself says can say that nothing was sent."""
    blinks = iter([True])

    def open_alert(_: Rule) -> Alert | None:
        if next(blinks, False):
            raise StoreAwayError("database", "the connection was cut")
        return None

    monkeypatch.setattr(shop.crm.alert_book, "open", open_alert)
    message = shop.writes()

    for _ in range(4):
        shop.after(31)

    assert shop.ours == [(message.id, "sent")]
    assert len(shop.openphone.outbox) == 1


@pytest.mark.parametrize(
    "error",
    [
        UnavailableError("OpenPhone", "it answers 503"),
        RefusedError(what="OpenPhone", status=400),
        RateLimitedError("OpenPhone"),
        SettingsError("OPENPHONE_API_KEY", "is refused"),
    ],
)
def test_a_text_that_cannot_be_looked_for_is_unknown(shop: WritingShop, error: CrmError) -> None:
    """Time goes on: nobody who waits for it reads `queued` for ever."""
    shop.openphone.lose_answer(LOST)
    message = shop.writes()
    shop.after(0)
    shop.openphone.keep_failing(error)

    for _ in range(120):
        shop.after(15)
    unknown = shop.ours
    shop.openphone.recover()
    shop.after(3600)

    assert unknown == [(message.id, "unknown")]
    assert shop.ours == [(message.id, "sent")]
    assert len(shop.openphone.outbox) == 1


def test_the_same_words_from_quo_a_moment_before_are_another_text(shop: WritingShop) -> None:
    """What was here before ours was sent cannot be ours, however close the clocks are."""
    earlier = shop.openphone.send(shop.text_to_send())
    shop.openphone.outbox.clear()
    shop.is_delivered(earlier.openphone_id)
    shop.clock.advance(seconds=5)
    shop.openphone.fail(LOST)
    message = shop.writes()

    for _ in range(12):
        shop.after(15)

    assert len(shop.ours) == 2
    assert shop.ours[-1] == (message.id, "unknown")


def test_a_long_wait_does_not_outlast_the_text(shop: WritingShop) -> None:
    """Whatever OpenPhone asks for, a quarter of an hour later the text is failed."""
    shop.openphone.fail(RateLimitedError("OpenPhone", 999_999_999))
    shop.writes()
    shop.after(0)

    shop.after(901)

    assert shop.shown == ["failed"]


def test_who_is_erased_while_a_text_is_sent_does_not_come_back(shop: WritingShop) -> None:
    """Nor does the text, with the webhook that tells of it."""
    sender = shop.openphone

    class Meanwhile:
        """OpenPhone, and an erasure while it answers."""

        def send(self, text: TextToSend) -> Fetched:
            """Take it, and have the party erased."""
            sent = sender.send(text)
            shop.erase()
            return sent

        def sent(self, text: TextToSend, *, since: datetime) -> Sequence[Fetched]:
            """Look."""
            return sender.sent(text, since=since)

    sending = attrs.evolve(shop.sending, api=Meanwhile())
    shop.follow_up_work = attrs.evolve(shop.follow_up_work, tasks=sending.tasks)
    shop.writes()
    shop.after(0)
    (sent,) = shop.openphone.messages

    shop.is_delivered(sent)

    assert shop.conversations == []


def test_nobody_who_is_erased_is_written_to(shop: WritingShop) -> None:
    """A conversation that went while the text was written is not found."""
    conversation_id = shop.conversation.id
    shop.erase()

    with pytest.raises(NotFoundError):
        shop.desk.write(conversation_id, WORDS, by="Dana")

    assert shop.conversations == []


def test_the_same_text_is_written_once(shop: WritingShop) -> None:
    """Whoever did not get the answer and asks again gets it, and no second text."""
    conversation_id, text_id = shop.conversation.id, ItemId("the-id-of-the-request")
    first = shop.desk.write(conversation_id, WORDS, by="Dana", text_id=text_id)
    shop.after(1)

    again = shop.desk.write(conversation_id, WORDS, by="Dana", text_id=text_id)

    assert (first.id, again.id) == (text_id, text_id)
    assert again.status == "sent"
    assert len(shop.openphone.outbox) == 1


def test_a_key_may_be_used_again_after_a_day(shop: WritingShop) -> None:
    """By then it is another request, and another text."""
    conversation_id, text_id = shop.conversation.id, ItemId("the-id-of-the-request")
    shop.desk.write(conversation_id, WORDS, by="Dana", text_id=text_id)
    shop.after(timedelta(days=1, seconds=1).total_seconds())

    later = shop.desk.write(conversation_id, WORDS, by="Dana", text_id=text_id)

    assert later.id != text_id
    assert len(shop.ours) == 2
