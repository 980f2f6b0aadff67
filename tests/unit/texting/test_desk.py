"""What can be written into a conversation, and what cannot."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError
from openphone_crm.ids import ConversationId
from openphone_crm.testing import events
from tests.unit.texting.writer import WritingShop


@pytest.mark.parametrize("words", ["", " \n\t", "\0", "\u200b", "x" * 1601])
def test_a_text_says_something_and_not_too_much(shop: WritingShop, words: str) -> None:
    """What OpenPhone would refuse is not taken."""
    with pytest.raises(InvalidInputError):
        shop.writes(words)

    assert shop.ours == []


@pytest.mark.parametrize("words", ["?", "👍", "7"])
def test_a_sign_is_a_text(shop: WritingShop, words: str) -> None:
    """One character that can be seen is enough."""
    assert shop.writes(words).text == words


def test_sixteen_hundred_characters_are_a_text(shop: WritingShop) -> None:
    """The limit itself is allowed."""
    message = shop.writes("é" * 1600)

    assert message.text == "é" * 1600


def test_an_unknown_conversation_is_not_found(shop: WritingShop) -> None:
    """Nothing is written into nowhere."""
    with pytest.raises(NotFoundError):
        shop.desk.write(ConversationId("no-such-one"), "Hello", by="Dana")


def test_whoever_said_stop_is_not_written_to(shop: WritingShop) -> None:
    """And is again after START."""
    shop.hears("Stop")

    with pytest.raises(ConflictError, match="START"):
        shop.writes()

    shop.hears("START")
    assert shop.writes().status == "queued"


def test_without_a_key_nothing_is_taken(shop: WritingShop) -> None:
    """Whoever writes learns it at once."""
    shop.desk = attrs.evolve(shop.desk, can_send=False)

    with pytest.raises(ConflictError, match="OPENPHONE_API_KEY"):
        shop.writes()


@pytest.mark.parametrize("sender", ["Anonymous", "72975"])
def test_who_has_no_number_cannot_be_written_to(shop: WritingShop, sender: str) -> None:
    """OpenPhone sends to phone numbers only: not to withheld ones, names and short codes."""
    shop.happens(events.message_received("Hi", sender=sender, created_at=shop.clock.now()))
    stranger = next(one for one in shop.conversations if one.phone_number == sender)

    with pytest.raises(ConflictError, match="no phone number"):
        shop.desk.write(stranger.id, "Hello", by="Dana")


def test_writing_answers_the_question(shop: WritingShop) -> None:
    """Once it is queued the ball is with the customer."""
    before = shop.conversation.needs_reply

    shop.writes()

    assert (before, shop.conversation.needs_reply) == (True, False)


def test_who_wrote_is_kept(shop: WritingShop) -> None:
    """The log of acts names the person, and not the words."""
    message = shop.writes()

    (entry,) = shop.crm.audit.of(message.id)

    assert (entry.by, entry.action, dict(entry.details)) == ("Dana", "text written", {})
