"""Tests of what a text message does to the CRM."""

from __future__ import annotations

from itertools import permutations

import pytest

from openphone_crm.crm import Conversation
from openphone_crm.events import Direction, Media
from openphone_crm.merging import message_rank
from openphone_crm.working_set import WorkingSet
from tests.unit.handlers.desks import lines_of, numbers, reloaded, worked
from tests.unit.reports import ANN, BEN, CAUSE, LINE, NOON, SHOP, message_reported, minute, stamp


def conversations(desk: WorkingSet) -> list[tuple[str, tuple[str, ...]]]:
    """Our number and the parties of every conversation."""
    return sorted((found.our_number, found.parties) for found in desk.conversations.values())


def test_a_message_makes_a_contact_and_a_conversation() -> None:
    """Who writes for the first time is a contact without a name, in a conversation with our number."""
    desk = worked(message_reported())

    (contact,) = desk.contacts.values()
    (talk,) = desk.conversations.values()
    (entry,) = desk.entries.values()
    assert (contact.name, contact.phone_numbers, contact.created_at) == (None, (ANN,), CAUSE.received_at)
    assert talk == Conversation(talk.id, SHOP, (ANN,))
    assert (entry.conversation_id, entry.text, entry.occurred_at) == (talk.id, "Hi", NOON)


def test_an_answer_stands_in_the_same_conversation() -> None:
    """Both directions between the same numbers are one conversation, and one contact."""
    answer = message_reported(
        1, openphone_id="ACx9", direction=Direction.OUTGOING, from_number=SHOP, to_numbers=(ANN,)
    )

    desk = worked(message_reported(), answer)

    assert (conversations(desk), numbers(desk)) == ([(SHOP, (ANN,))], [ANN])


def test_a_message_that_comes_again_changes_nothing() -> None:
    """The second time nothing is saved but that it was seen."""
    stored = reloaded(worked(message_reported()))

    changes = worked(message_reported(), desk=stored).changes()

    assert (changes.messages, changes.contacts) == ((), ())


def test_copies_of_a_message_end_alike_in_every_order() -> None:
    """Through two subscriptions and in any order it is one message, as new as its newest copy."""
    app = message_reported(1, media=(Media("https://example.com/a"),), status=None, text=None)
    api = message_reported(2, text="Hi there", stamp=stamp(2, rank=message_rank("sent")))
    late = message_reported(3, status="delivered", text=None, reported_at=minute(-1))

    ends = []
    for order in permutations([app, api, late]):
        desk = WorkingSet()
        for report in order:
            desk = worked(report, desk=reloaded(desk))
        ends.append(desk.messages.values())

    assert all(end == ends[0] for end in ends)
    assert [(one.text, one.status, len(one.media)) for one in ends[0]] == [("Hi there", "delivered", 1)]


def test_a_group_is_one_conversation() -> None:
    """Everybody who takes part gets a contact; whoever writes, it is the same conversation."""
    from_ann = message_reported(to_numbers=(SHOP, BEN))
    from_ben = message_reported(openphone_id="ACx9", from_number=BEN, to_numbers=(SHOP, ANN))

    desk = worked(from_ann, from_ben)

    assert (conversations(desk), numbers(desk)) == ([(SHOP, (ANN, BEN))], [ANN, BEN])
    assert [entry.author for entry in desk.entries.values()] == [ANN, BEN]


def test_in_a_group_our_number_is_the_one_seen_before() -> None:
    """An earlier message told which number belongs to the phone number id."""
    stored = reloaded(worked(message_reported()))

    desk = worked(message_reported(openphone_id="ACx9", to_numbers=(BEN, SHOP)), desk=stored)

    assert conversations(desk) == [(SHOP, (ANN, BEN))]
    assert desk.changes().lines == ()


@pytest.mark.parametrize("sender", ["72975", "Anonymous", "internal:US999", "+15"])
def test_who_has_no_phone_number_is_no_contact(sender: str) -> None:
    """Short codes, named and withheld senders get a conversation and no contact."""
    desk = worked(message_reported(from_number=sender))

    assert (conversations(desk), numbers(desk)) == ([(SHOP, (sender,))], [])


def test_a_message_from_nobody_waits() -> None:
    """It is kept; when a later copy tells the sender, it is shown."""
    alone = worked(message_reported(from_number=None))
    told = worked(message_reported(1), desk=reloaded(alone))

    assert (lines_of(alone.entries.values()), alone.conversations.values(), numbers(alone)) == ([], [], [])
    assert lines_of(told.entries.values()) == ["Hi"]


def test_a_message_without_a_time_stands_where_it_was_reported_first() -> None:
    """The first report counts, in whatever order they arrive."""
    early, late = message_reported(1, created_at=None), message_reported(2, created_at=None)

    found = {worked(*order).entries.values()[0].occurred_at for order in permutations([early, late])}

    assert found == {minute(1)}


def test_a_message_that_moves_touches_both_conversations() -> None:
    """When a newer copy tells another number, the old conversation is brought up to date as well."""
    before = worked(message_reported(1))
    (old,) = before.conversations.values()

    changes = worked(message_reported(2, from_number=BEN), desk=reloaded(before)).changes()

    (new,) = changes.conversations
    assert changes.touched == {old.id, new.id}


def test_a_line_is_learned_from_what_is_clear() -> None:
    """A message with one sender and one receiver tells the number of its phone number id."""
    assert worked(message_reported()).changes().lines == ((LINE, SHOP),)
