"""What a conversation's lines add up to, in whatever order they came."""

from __future__ import annotations

import attrs

from openphone_crm.crm import ItemKind
from openphone_crm.events import Direction
from openphone_crm.ids import ConversationId
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import converse, found, seen, write, write_contacts
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import ContactCard, ConversationView, LastItem, Participant

_TALK = make.conversation(make.ANN)
_GROUP = make.conversation(make.ANN, make.BEN, make.CARA)


class ConversationActivityContract:
    """The newest line speaks for the conversation."""

    def test_a_conversation_is_shown_with_all_its_figures(self, store: Store) -> None:
        """A conversation with one line shows that line, its party and the contact behind it."""
        ann = make.contact("Ann", make.ANN)
        write_contacts(store, ann)
        link = "https://my.quo.com/inbox/1"
        entry = make.entry(_TALK, "Hi", is_inbound=True, asks_reply=True, opts_out=True, deep_link=link)

        converse(store, _TALK, entry)

        assert seen(store, _TALK) == ConversationView(
            id=_TALK.id,
            contact=ContactCard(ann.id, "Ann", make.ANN),
            phone_number=make.ANN,
            our_number=make.OUR_NUMBER,
            participants=(Participant(ann.id, make.ANN),),
            last_activity_at=make.NOON,
            last_item=LastItem(ItemKind.MESSAGE, Direction.INCOMING, "Hi"),
            unread_count=1,
            needs_reply=True,
            opted_out=True,
            deep_link=link,
        )

    def test_a_conversation_without_lines_is_not_shown(self, store: Store) -> None:
        """As long as nothing was said in it, there is nothing to look at."""
        write(store, conversations=(_TALK,), also_touched=(_TALK.id,))

        view = store.conversations.get(_TALK.id)

        assert view is None
        assert found(store) == []

    def test_a_conversation_that_is_not_there(self, store: Store) -> None:
        """Whatever an id looks like, a conversation that nobody knows is None."""
        ids = [_TALK.id, "", "no-uuid", "\u2603'%", "a\x00b", "x" * 5000]

        views = [store.conversations.get(ConversationId(each)) for each in ids]

        assert views == [None] * len(ids)

    def test_the_newest_line_is_the_last_item(self, store: Store) -> None:
        """An older line that comes later changes nothing; a newer one is shown."""
        converse(store, _TALK, make.entry(_TALK, "b", occurred_at=make.later(2)))
        converse(store, _TALK, make.entry(_TALK, "a", occurred_at=make.later(1)))
        before = seen(store, _TALK)

        newer = make.entry(_TALK, "c", kind=ItemKind.CALL, direction=None, occurred_at=make.later(2.000_001))
        converse(store, _TALK, newer)

        assert (before.last_item.text, before.last_activity_at) == ("b", make.later(2))
        assert seen(store, _TALK).last_item == LastItem(ItemKind.CALL, None, "c")
        assert seen(store, _TALK).last_activity_at == make.later(2.000_001)

    def test_lines_of_one_moment_stand_by_kind_and_id(self, store: Store) -> None:
        """Of lines of one moment the one of the last kind is the newest, then that of the largest id."""
        kinds = [make.entry(_TALK, kind.value, kind=kind) for kind in reversed(ItemKind)]
        twins = [make.entry(_GROUP, name) for name in "abcd"]

        converse(store, _TALK, *kinds)
        converse(store, _GROUP, *twins)

        assert seen(store, _TALK).last_item.kind is ItemKind.MESSAGE
        assert seen(store, _GROUP).last_item.text == max(twins, key=lambda entry: entry.id).text

    def test_the_newest_answer_counts(self, store: Store) -> None:
        """Whether a reply is due, texts are refused, and where it opens: the newest line that tells."""
        converse(
            store,
            _TALK,
            make.entry(_TALK, "c", occurred_at=make.later(3)),
            make.entry(
                _TALK, "b", occurred_at=make.later(2), asks_reply=True, opts_out=False, deep_link="l2"
            ),
            make.entry(
                _TALK, "a", occurred_at=make.later(1), asks_reply=False, opts_out=True, deep_link="l1"
            ),
        )

        view = seen(store, _TALK)

        assert (view.needs_reply, view.opted_out, view.deep_link) == (True, False, "l2")
        assert view.last_item.text == "c"

    def test_a_conversation_of_which_nothing_is_told(self, store: Store) -> None:
        """Where no line says anything, no reply is due, texts are allowed, and nothing opens."""
        converse(store, _TALK, make.entry(_TALK))

        view = seen(store, _TALK)

        assert (view.needs_reply, view.opted_out, view.deep_link) == (False, False, None)

    def test_a_line_that_moves_in_time(self, store: Store) -> None:
        """A line whose moment becomes known stands where it belongs from then on."""
        moving = make.entry(_TALK, "moving", occurred_at=make.later(9), asks_reply=True)
        converse(store, _TALK, moving, make.entry(_TALK, "still", asks_reply=False))

        write(store, entries=(attrs.evolve(moving, occurred_at=make.later(-9)),))

        view = seen(store, _TALK)
        assert (view.last_item.text, view.last_activity_at) == ("still", make.NOON)
        assert view.needs_reply is False

    def test_a_line_that_changes_conversation(self, store: Store) -> None:
        """Both conversations of a line that moves are up to date afterwards."""
        moving = make.entry(_GROUP, "moving", occurred_at=make.later(1), author=make.CARA, is_inbound=True)
        converse(store, _TALK, make.entry(_TALK, "still"))
        converse(store, _GROUP, make.entry(_GROUP, "group", author=make.BEN), moving)

        moved = attrs.evolve(moving, conversation_id=_TALK.id)
        write(store, entries=(moved,), also_touched=(_GROUP.id,))

        assert (seen(store, _TALK).last_item.text, seen(store, _TALK).unread_count) == ("moving", 1)
        assert (seen(store, _GROUP).last_item.text, seen(store, _GROUP).unread_count) == ("group", 0)

    def test_removed_lines_leave_no_trace(self, store: Store) -> None:
        """Without its newest line a conversation shows the one before, without any it is not shown."""
        newest = make.entry(_TALK, "b", occurred_at=make.later(1), asks_reply=True, is_inbound=True)
        oldest = make.entry(_TALK, "a")
        converse(store, _TALK, oldest, newest)

        write(store, removed_entries=(newest.id,), also_touched=(_TALK.id,))
        shown = seen(store, _TALK)
        write(store, removed_entries=(oldest.id, make.item_id("unknown")), also_touched=(_TALK.id,))

        assert (shown.last_item.text, shown.needs_reply, shown.unread_count) == ("a", False, 0)
        assert store.conversations.get(_TALK.id) is None
        assert found(store) == []

    def test_a_group_is_who_wrote_first(self, store: Store) -> None:
        """A group goes by the party that wrote first, and lists everybody."""
        ben = make.contact("Ben", make.BEN)
        write_contacts(store, ben)
        converse(
            store,
            _GROUP,
            make.entry(_GROUP, "c", occurred_at=make.later(3), author=make.CARA),
            make.entry(_GROUP, "b", occurred_at=make.later(2), author=make.BEN),
            make.entry(_GROUP, "a", occurred_at=make.later(1), author=make.OUR_NUMBER),
            make.entry(_GROUP, "we", occurred_at=make.NOON),
        )

        view = seen(store, _GROUP)

        assert (view.phone_number, view.contact) == (make.BEN, ContactCard(ben.id, "Ben", make.BEN))
        assert view.participants == (
            Participant(None, make.ANN),
            Participant(ben.id, make.BEN),
            Participant(None, make.CARA),
        )

    def test_a_group_in_which_nobody_wrote(self, store: Store) -> None:
        """A group in which only we have written goes by its first party, also when an author goes away."""
        converse(store, _GROUP, make.entry(_GROUP, "we"))
        before = seen(store, _GROUP).phone_number
        converse(store, _GROUP, make.entry(_GROUP, "they", author=make.CARA))
        between = seen(store, _GROUP).phone_number

        write(store, removed_entries=(make.item_id("they"),), also_touched=(_GROUP.id,))

        assert [before, between, seen(store, _GROUP).phone_number] == [make.ANN, make.CARA, make.ANN]

    def test_a_conversation_with_nobody_known(self, store: Store) -> None:
        """A party without a contact is a number, or a name, and nothing else; our number may be unknown."""
        talk = make.conversation("72975", our_number="")
        converse(store, talk, make.entry(talk))

        view = seen(store, talk)

        assert (view.contact, view.phone_number, view.our_number) == (None, "72975", "")
        assert view.participants == (Participant(None, "72975"),)

    def test_a_contact_shows_in_its_conversations_at_once(self, store: Store) -> None:
        """Whoever gets a number, a name, or loses a number, is seen so in conversations."""
        converse(store, _TALK, make.entry(_TALK))
        ann = make.contact("Ann", make.ANN)

        cards = []
        for contact in (ann, attrs.evolve(ann, name=None), attrs.evolve(ann, phone_numbers=(make.BEN,))):
            with store.unit_of_work.begin() as transaction:
                transaction.approvals.write(ApprovalChanges(contacts=(contact,)))
            cards.append(seen(store, _TALK).contact)

        assert cards == [ContactCard(ann.id, "Ann", make.ANN), ContactCard(ann.id, None, make.ANN), None]
