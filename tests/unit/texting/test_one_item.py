"""However webhook, answer and crash follow each other, a text is one item under one id."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import UncertainError
from openphone_crm.ids import ItemId
from tests.unit.texting.writer import WORDS, WritingShop

STEPS = st.lists(st.sampled_from(["webhook", "repeat", "work", "wait", "stop"]), max_size=8)


@given(steps=STEPS, is_lost=st.booleans())
def test_a_text_is_one_item(steps: list[str], is_lost: bool) -> None:  # noqa: FBT001 - drawn
    """It was sent once, is shown once, and under the id that whoever wrote it was given."""
    shop = WritingShop()
    if is_lost:
        shop.openphone.lose_answer(UncertainError("OpenPhone", "no answer"))
    message = shop.writes()

    for step in steps:
        _take(step, shop, message.id)
    for seconds in (0, 20, 20, 200, 400, 4000, 90_000):
        shop.after(seconds)

    assert [item for item, _ in shop.ours] == [message.id]
    assert [text.text for text in shop.openphone.outbox] == [WORDS]


def _take(step: str, shop: WritingShop, message_id: ItemId) -> None:
    sent = next(iter(shop.openphone.messages), None)
    if step in ("webhook", "repeat") and sent is not None:
        shop.is_delivered(sent)
    elif step == "work":
        shop.after(0)
    elif step == "wait":
        shop.after(16)
    elif step == "stop" and sent is None:
        # The worker dies between the request and the writing down of its answer.
        shop.crm.outgoing_texts.begin(message_id, at=shop.clock.now())
        with suppress(UncertainError):
            shop.openphone.send(shop.text_to_send())


def test_a_webhook_that_is_quicker_than_the_answer_makes_no_second_item() -> None:
    """What it told stays."""
    shop = WritingShop()
    message = shop.writes()
    shop.crm.outgoing_texts.begin(message.id, at=shop.clock.now())
    sent = shop.openphone.send(shop.text_to_send())
    shop.is_delivered(sent.openphone_id)

    shop.after(20)

    assert shop.ours == [(message.id, "delivered")]


def test_a_text_written_in_quo_is_not_taken_for_ours() -> None:
    """The same words from before are somebody else's text."""
    shop = WritingShop()
    earlier = shop.openphone.send(shop.text_to_send())
    shop.is_delivered(earlier.openphone_id)
    shop.openphone.outbox.clear()
    shop.after(600)
    message = shop.writes()
    shop.openphone.fail(UncertainError("OpenPhone", "no answer"))

    for _ in range(12):
        shop.after(15)

    assert shop.ours[-1] == (message.id, "unknown")
    assert len(shop.ours) == 2


def test_an_erased_text_stays_away() -> None:
    """A person who is erased while a text to them is on its way is not written to, and does not come back."""
    shop = WritingShop()
    shop.writes()
    shop.erase()

    shop.after(20)

    assert shop.conversations == []
    assert shop.openphone.outbox == []
