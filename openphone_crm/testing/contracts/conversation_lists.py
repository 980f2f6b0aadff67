"""What lists of conversations promise: order, pages and filters."""

from __future__ import annotations

from functools import partial

from openphone_crm.crm import Conversation
from openphone_crm.paging import PageRequest
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.contracts.scenes import converse, found, write_contacts
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import ConversationFilter

_ANN, _BEN, _CARA = (make.conversation(number) for number in (make.ANN, make.BEN, make.CARA))


class ConversationListContract:
    """Each conversation once, the newest first, and only those that are wanted."""

    def test_the_newest_activity_comes_first(self, store: Store) -> None:
        """Conversations stand by their last activity."""
        _talk(store, {_ANN: 1, _BEN: 3, _CARA: 2})

        ids = found(store)

        assert ids == [_BEN.id, _CARA.id, _ANN.id]

    def test_pages_visit_everything_once(self, store: Store) -> None:
        """Page by page, every conversation is seen once and in order, though many share their moment."""
        talks = [make.conversation(f"+1425555{number:04}") for number in range(13)]
        _talk(store, {talk: number // 4 for number, talk in enumerate(talks)})

        pages = all_pages(partial(store.conversations.find, ConversationFilter()), limit=3)

        expected = sorted(((n // 4, talk.id) for n, talk in enumerate(talks)), reverse=True)
        assert [view.id for view in joined(pages)] == [conversation_id for _, conversation_id in expected]
        assert [len(page) for page in pages] == [3, 3, 3, 3, 1]

    def test_a_full_last_page_is_the_last(self, store: Store) -> None:
        """Nothing follows a page after which there is nothing."""
        _talk(store, {_ANN: 1, _BEN: 2})

        page = store.conversations.find(ConversationFilter(), PageRequest(2))

        assert (len(page.items), page.next) == (2, None)

    def test_what_is_found_by_number(self, store: Store) -> None:
        """A number finds every conversation that it is a party of, and only exactly."""
        group = make.conversation(make.ANN, make.BEN)
        _talk(store, {_ANN: 3, _BEN: 2, group: 1})

        by_number = found(store, phone_number=make.ANN)
        by_part = found(store, phone_number=make.ANN[:-1])
        by_ours = found(store, phone_number=make.OUR_NUMBER)

        assert (by_number, by_part, by_ours) == ([_ANN.id, group.id], [], [])

    def test_what_is_unread_or_waits(self, store: Store) -> None:
        """Conversations are found by whether they are unread, or need a reply, both ways."""
        converse(store, _ANN, make.entry(_ANN, "a", is_inbound=True, asks_reply=True))
        converse(store, _BEN, make.entry(_BEN, "b", asks_reply=True))
        converse(store, _CARA, make.entry(_CARA, "c", is_inbound=True))

        answers = [
            set(found(store, unread=unread, needs_reply=needs_reply))
            for unread, needs_reply in (
                (True, None),
                (False, None),
                (None, True),
                (None, False),
                (True, True),
            )
        ]

        assert answers == [
            {_ANN.id, _CARA.id},
            {_BEN.id},
            {_ANN.id, _BEN.id},
            {_CARA.id},
            {_ANN.id},
        ]

    def test_what_needs_attention(self, store: Store) -> None:
        """What is unread or needs a reply needs attention; what is neither does not."""
        converse(store, _ANN, make.entry(_ANN, "a", is_inbound=True))
        converse(store, _BEN, make.entry(_BEN, "b", asks_reply=True))
        converse(store, _CARA, make.entry(_CARA, "c"))

        answers = [set(found(store, needs_attention=wanted)) for wanted in (True, False)]

        assert answers == [{_ANN.id, _BEN.id}, {_CARA.id}]

    def test_what_is_found_by_who_it_is(self, store: Store) -> None:
        """A part of a contact's name, e-mail or company finds its conversations, in any case."""
        ann = make.contact("Ann Whitfield", make.ANN, email="ANN@example.com", company="Harbor Foundations")
        write_contacts(store, ann, make.contact("Ben", make.BEN))
        _talk(store, {_ANN: 1, _BEN: 2})

        answers = [found(store, text=text) for text in ("whitf", "ann@EX", "harbor f", "n whitfield")]

        assert answers == [[_ANN.id]] * 4

    def test_what_is_found_by_what_was_said(self, store: Store) -> None:
        """A part of any line finds its conversation once, also of an old one."""
        entries = (make.entry(_ANN, "A crack"), make.entry(_ANN, "a CRACK again", occurred_at=make.later(1)))
        converse(store, _ANN, *entries)
        converse(store, _BEN, make.entry(_BEN, "a leak"))

        answers = [found(store, text=text) for text in ("crack", "Again", "nothing of this", "a l")]

        assert answers == [[_ANN.id], [_ANN.id], [], [_BEN.id]]

    def test_what_is_found_by_digits(self, store: Store) -> None:
        """A part of a number finds its conversations, however it is written."""
        _talk(store, {_ANN: 1, make.conversation("+13605550144"): 2, make.conversation("HARBOR"): 3})

        by_digits = [
            found(store, text=text) for text in ("425555", "425 555", "(425) 555-01", "+1 425", "+1425")
        ]
        by_name = found(store, text="harb")

        assert by_digits == [[_ANN.id]] * 5
        assert by_name == [make.conversation("HARBOR").id]

    def test_wildcards_are_letters(self, store: Store) -> None:
        """Percent signs, underscores and backslashes are looked for as they are."""
        said = {_ANN: "50% off", _BEN: "snake_case", _CARA: "back\\slash"}
        for talk, text in said.items():
            converse(store, talk, make.entry(talk, text))

        answers = [found(store, text=text) for text in ("50%", "0% o", "e_c", "\\", "%", "_", "o%f", "s_ake")]

        ann, ben, cara = ([talk.id] for talk in said)
        assert answers == [ann, ann, ben, cara, ann, ben, [], []]

    def test_odd_searches_find_nothing(self, store: Store) -> None:
        """Whatever is looked for, looking is no error."""
        _talk(store, {_ANN: 1})

        answers = [found(store, text=text) for text in ("'; --", "a\x00b", "\U0001f469", "()", "z" * 5000)]

        assert answers == [[]] * 5

    def test_filters_add_up(self, store: Store) -> None:
        """What is wanted must all be so."""
        converse(store, _ANN, make.entry(_ANN, "crack", is_inbound=True))
        converse(store, _BEN, make.entry(_BEN, "crack in Ben's"))

        both = found(store, text="crack", unread=True)
        none = found(store, text="crack", unread=True, phone_number=make.BEN)

        assert (both, none) == ([_ANN.id], [])

    def test_filtered_pages_visit_everything_once(self, store: Store) -> None:
        """A filter holds on every page."""
        talks = [make.conversation(f"+1425555{number:04}") for number in range(8)]
        for number, talk in enumerate(talks):
            converse(store, talk, make.entry(talk, f"{number}", is_inbound=number % 2 == 0))

        pages = all_pages(partial(store.conversations.find, ConversationFilter(unread=True)), limit=2)

        assert [view.id for view in joined(pages)] == sorted((talk.id for talk in talks[::2]), reverse=True)


def _talk(store: Store, activity: dict[Conversation, int]) -> None:
    """Have conversations that were last active so many seconds after noon."""
    for talk, seconds in activity.items():
        entry = make.entry(talk, f"in {talk.id}", text="something", occurred_at=make.later(seconds))
        converse(store, talk, entry)
