"""What keeping texts on their way out promises."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import attrs

from openphone_crm.crm import Conversation
from openphone_crm.erasure import Erasure
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.outgoing_texts import OutgoingText, TextState, as_sent, message_of, with_status
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once
from openphone_crm.testing.contracts.store import Store
from openphone_crm.timeline import message_entry
from openphone_crm.working_set import Changes, Wanted

OURS, THEIRS = "+12065550100", "+14255550123"
PLACE = ConversationId("conversation-1")
WORDS = "We can be there at nine."


class OutgoingTextsContract:
    """A text is being sent by one worker, and ends as one message under the id that it began with."""

    def test_a_text_is_kept_with_its_message(self, store: Store) -> None:
        """Every field of it comes back."""
        text = outgoing_text(reason=ODD_TEXTS[0], sending_since=make.later(5), openphone_id="ACx9")
        save(store, text)

        found = store.outgoing_texts.get(text.id)

        message = store.outgoing_texts.message(text.id)
        assert found == text
        assert message is not None
        assert (message.text, message.to_numbers, message.status) == (WORDS, (THEIRS,), "queued")

    def test_what_is_unknown_is_none(self, store: Store) -> None:
        """Nothing is made up."""
        assert store.outgoing_texts.get(ItemId("no-such-text")) is None
        assert store.outgoing_texts.message(ItemId("no-such-text")) is None
        assert store.outgoing_texts.begin(ItemId("no-such-text"), at=make.NOON) is False
        assert store.outgoing_texts.claimed([]) == frozenset()

    def test_of_many_at_once_one_begins(self, store: Store) -> None:
        """Two workers never send one text."""
        text = save(store, outgoing_text())
        begin = partial(store.outgoing_texts.begin, text.id, at=make.later(1))

        begun = at_once(*[begin] * 5)

        found = store.outgoing_texts.get(text.id)
        assert sorted(begun) == [False] * 4 + [True]
        assert found == attrs.evolve(text, state=TextState.SENDING, sending_since=make.later(1))

    def test_what_was_not_sent_is_queued_again(self, store: Store) -> None:
        """And what was sent stays so."""
        queued, sent = save(store, outgoing_text()), save(store, outgoing_text("two", state=TextState.SENT))
        store.outgoing_texts.begin(queued.id, at=make.later(1))

        for text in (queued, sent):
            store.outgoing_texts.give_back(text.id)

        assert store.outgoing_texts.get(queued.id) == queued
        assert store.outgoing_texts.get(sent.id) == sent

    def test_ids_that_texts_have_are_known(self, store: Store) -> None:
        """Of the ids that are asked about, those."""
        save(store, outgoing_text(openphone_id="ACx1"))
        save(store, outgoing_text("two"))

        claimed = store.outgoing_texts.claimed(["ACx1", "ACx2"])

        assert claimed == frozenset({"ACx1"})

    def test_a_sent_text_is_known_by_openphones_id(self, store: Store) -> None:
        """Its message keeps its own id, and whatever a webhook has made of it is one with it."""
        text = save(store, outgoing_text())
        theirs = make.message(
            openphone_id="ACx1", conversation_id=PLACE, from_number=OURS, to_numbers=(THEIRS,), text=WORDS
        )
        with store.unit_of_work.begin() as transaction:
            entry = message_entry(theirs)
            transaction.save(Changes(messages=(theirs,), entries=(entry,) if entry else ()))

        with store.unit_of_work.begin() as transaction:
            keys = frozenset({"ACx1", text.key})
            loaded = {one.id: one for one in transaction.load_resources(Wanted(message_ids=keys)).messages}
            together = as_sent(loaded[text.id], "ACx1", theirs)
            transaction.save(
                Changes(
                    messages=(together,),
                    removed_messages=(theirs.id,),
                    removed_entries=(theirs.id,),
                    texts=(attrs.evolve(text, state=TextState.SENT, openphone_id="ACx1"),),
                )
            )

        with store.unit_of_work.begin() as transaction:
            found = transaction.load_resources(Wanted(message_ids=keys)).messages
        assert [(one.id, one.openphone_id) for one in found] == [(text.id, "ACx1")]

    def test_an_erased_text_is_gone(self, store: Store) -> None:
        """With its message."""
        text = save(store, outgoing_text())
        wanted = Wanted(message_ids=frozenset({text.key}))
        with store.unit_of_work.begin() as transaction:
            erasure = Erasure(at=make.later(10), names=frozenset({THEIRS}), resources=wanted)
            transaction.erase(attrs.evolve(erasure, conversation_ids=frozenset({PLACE})))

        assert store.outgoing_texts.get(text.id) is None
        assert store.outgoing_texts.message(text.id) is None


def outgoing_text(name: str = "one", **fields: object) -> OutgoingText:
    """Make a text that is on its way."""
    usual = OutgoingText(
        id=ItemId(f"text-{name}"),
        conversation_id=PLACE,
        by="Dana",
        created_at=make.NOON + timedelta(microseconds=1),
    )
    return attrs.evolve(usual, **fields)  # type: ignore[arg-type] # any field


def save(store: Store, text: OutgoingText) -> OutgoingText:
    """Keep a text with its message."""
    message = message_of(text, words=WORDS, our_number=OURS, parties=(THEIRS,))
    entry = message_entry(with_status(message, TextState.QUEUED))
    with store.unit_of_work.begin() as transaction:
        transaction.save(
            Changes(
                conversations=(Conversation(PLACE, OURS, (THEIRS,)),),
                texts=(text,),
                messages=(message,),
                entries=(entry,) if entry else (),
                touched=frozenset({PLACE}),
            )
        )
    return text
