"""What is unread, and until when."""

from __future__ import annotations

import attrs

from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import converse, seen, write
from openphone_crm.testing.contracts.store import Store

_TALK = make.conversation(make.ANN)


class ReadingMarksContract:
    """What came in is unread until somebody reads the conversation."""

    def test_what_comes_in_is_unread(self, store: Store) -> None:
        """Lines that a person should look at are counted, others are not."""
        converse(
            store,
            _TALK,
            make.entry(_TALK, "a", is_inbound=True),
            make.entry(_TALK, "b", is_inbound=True),
            make.entry(_TALK, "c"),
        )

        view = seen(store, _TALK)

        assert view.unread_count == 2

    def test_reading_clears_everything(self, store: Store) -> None:
        """Once a conversation was read, nothing in it is unread; others are not touched."""
        other = make.conversation(make.BEN)
        converse(store, _TALK, *(make.entry(_TALK, name, is_inbound=True) for name in "abc"))
        converse(store, other, make.entry(other, "d", is_inbound=True))

        answer = _read(store)

        assert answer is True
        assert (seen(store, _TALK).unread_count, seen(store, other).unread_count) == (0, 1)

    def test_what_was_read_stays_read(self, store: Store) -> None:
        """A line that is told again, changed or not, is not unread again."""
        entry = make.entry(_TALK, "a", is_inbound=True)
        converse(store, _TALK, entry)
        _read(store)

        converse(store, _TALK, attrs.evolve(entry, text="other words", occurred_at=make.later(9)))

        assert seen(store, _TALK).unread_count == 0

    def test_what_was_not_read_stays_unread(self, store: Store) -> None:
        """A line that changes before anybody read it is still unread."""
        entry = make.entry(_TALK, "a", is_inbound=True)
        converse(store, _TALK, entry)

        converse(store, _TALK, attrs.evolve(entry, text="other words"))

        assert seen(store, _TALK).unread_count == 1

    def test_news_after_reading_is_unread(self, store: Store) -> None:
        """What comes in after a conversation was read counts anew."""
        converse(store, _TALK, make.entry(_TALK, "a", is_inbound=True))
        _read(store)

        converse(store, _TALK, make.entry(_TALK, "b", is_inbound=True))

        assert seen(store, _TALK).unread_count == 1

    def test_a_line_that_turns_out_to_be_for_us(self, store: Store) -> None:
        """A call is unread from when it is known to be missed, though its line was read before."""
        entry = make.entry(_TALK, "call")
        converse(store, _TALK, entry)
        _read(store)

        converse(store, _TALK, attrs.evolve(entry, is_inbound=True))

        assert seen(store, _TALK).unread_count == 1

    def test_a_line_that_turns_out_not_to_be_for_us(self, store: Store) -> None:
        """A line that nobody needs to look at any more is not unread, and when it does again, it is."""
        entry = make.entry(_TALK, "call", is_inbound=True)
        converse(store, _TALK, entry)

        converse(store, _TALK, attrs.evolve(entry, is_inbound=False))
        between = seen(store, _TALK).unread_count
        converse(store, _TALK, entry)

        assert [between, seen(store, _TALK).unread_count] == [0, 1]

    def test_a_mark_moves_with_its_line(self, store: Store) -> None:
        """A line that changes conversation takes along whether it was read."""
        other = make.conversation(make.BEN)
        entry = make.entry(_TALK, "read", is_inbound=True)
        converse(store, _TALK, entry)
        _read(store)
        converse(store, other, make.entry(other, "unread", is_inbound=True))

        write(store, entries=(attrs.evolve(entry, conversation_id=other.id),), also_touched=(_TALK.id,))

        assert seen(store, other).unread_count == 1
        assert store.conversations.get(_TALK.id) is None


def _read(store: Store) -> bool:
    with store.unit_of_work.begin() as transaction:
        return transaction.mark_read(_TALK.id)
