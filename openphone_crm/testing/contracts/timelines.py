"""What the timeline of a conversation promises."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial

from openphone_crm.crm import ItemKind, Message, Summary, TimelineEntry, Transcript, Voicemail
from openphone_crm.errors import InvalidInputError
from openphone_crm.ids import ConversationId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.contracts.scenes import EVERYTHING, converse, write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.wholes import (
    CALL,
    MESSAGE,
    RECORDING,
    SUMMARY,
    TRANSCRIPT,
    VOICEMAIL,
)
from openphone_crm.views import CallView, TimelineItem

_TALK = make.conversation(make.ANN)
_VIEW = CallView(call=CALL, contact_id=None, recordings=(RECORDING,), expected=("summary",))

Body = Message | CallView | Voicemail | Transcript | Summary


class TimelineContract:
    """Every item of a conversation, whole, at the moment where it stands."""

    def test_items_are_shown_whole(self, store: Store) -> None:
        """A message, call, voicemail, transcript and summary come with every field, the newest first."""
        bodies: list[Body] = [MESSAGE, SUMMARY, TRANSCRIPT, VOICEMAIL, _VIEW]
        items = zip((MESSAGE, SUMMARY, TRANSCRIPT, VOICEMAIL, CALL), reversed(ItemKind), strict=True)
        entries = [make.entry(_TALK, id=item.id, kind=kind) for item, kind in items]
        _write_whole(store)
        converse(store, _TALK, *entries)

        page = store.conversations.timeline(_TALK.id, EVERYTHING)

        assert page == Page(
            tuple(
                TimelineItem(entry.id, entry.kind, make.NOON, body)
                for entry, body in zip(entries, bodies, strict=True)
            )
        )

    def test_the_newest_item_comes_first(self, store: Store) -> None:
        """Items stand by their moment; those of one moment by their kind and their id, to the last page."""
        entries = _write_messages_and_calls(store)

        for limit in (1, 2, 3, 5, 200):
            pages = all_pages(partial(store.conversations.timeline, _TALK.id), limit=limit)
            assert [item.id for item in joined(pages)] == [entry.id for entry in entries]
            assert {len(page) for page in pages[:-1]} <= {limit}

    def test_only_the_lines_of_the_conversation_are_shown(self, store: Store) -> None:
        """An item without a line, or with a line elsewhere, is not shown."""
        other = make.conversation(make.BEN)
        here, there, nowhere = (make.message(name) for name in ("here", "there", "nowhere"))
        write(store, messages=(here, there, nowhere))
        converse(store, _TALK, make.entry(_TALK, "here", id=here.id))
        converse(store, other, make.entry(other, "there", id=there.id))

        items = store.conversations.timeline(_TALK.id, EVERYTHING).items

        assert [item.body for item in items] == [here]

    def test_an_item_stands_where_its_line_stands(self, store: Store) -> None:
        """The moment of a line counts, not that of the item."""
        message = make.message("late", created_at=make.later(99))
        write(store, messages=(message,))
        converse(store, _TALK, make.entry(_TALK, id=message.id, occurred_at=make.later(-0.5)))

        (item,) = store.conversations.timeline(_TALK.id, EVERYTHING).items

        assert item.occurred_at == make.later(-0.5)
        assert item.occurred_at.utcoffset() == timedelta()

    def test_the_timeline_of_what_is_not_there(self, store: Store) -> None:
        """A conversation that nobody knows has no items, whatever its id looks like."""
        ids = [_TALK.id, "no-uuid", "\u2603'%", "a\x00b"]

        pages = [store.conversations.timeline(ConversationId(each), EVERYTHING) for each in ids]

        assert pages == [Page(())] * len(ids)

    def test_a_cursor_of_another_list(self, store: Store) -> None:
        """A position that is none of this list gives a page or is refused, and breaks nothing."""
        _write_messages_and_calls(store)
        ties = [
            "",
            "9",
            "4:",
            ":",
            "x:y",
            make.item_id("x"),
            "99999999999999999999:x",
            "4:\u2603'%",
            "\uff14:a",
        ]

        for tie in ties:
            with suppress(InvalidInputError):
                page = store.conversations.timeline(_TALK.id, PageRequest(2, Position(make.NOON, tie)))
                assert len(page.items) <= 2

    def test_a_position_outlives_its_item(self, store: Store) -> None:
        """When the item that a page ended with is gone, the next page goes on where it stood."""
        entries = _write_messages_and_calls(store)
        page = store.conversations.timeline(_TALK.id, PageRequest(3))
        write(store, removed_entries=(entries[2].id,), also_touched=(_TALK.id,))

        rest = store.conversations.timeline(_TALK.id, PageRequest(200, page.next))

        assert [item.id for item in rest.items] == [entry.id for entry in entries[3:]]


def _write_whole(store: Store) -> None:
    write(store, messages=(MESSAGE,), calls=(CALL,), recordings=(RECORDING,))
    write(store, voicemails=(VOICEMAIL,), transcripts=(TRANSCRIPT,), summaries=(SUMMARY,))


def _write_messages_and_calls(store: Store) -> list[TimelineEntry]:
    """Have three messages and three calls at each of three moments; their lines, newest first."""
    messages = tuple(make.message(f"m{number}") for number in range(9))
    calls = tuple(make.call(f"c{number}") for number in range(9))
    write(store, messages=messages, calls=calls)
    entries = [
        make.entry(_TALK, id=item.id, kind=kind, occurred_at=make.later(number % 3))
        for kind, items in ((ItemKind.MESSAGE, messages), (ItemKind.CALL, calls))
        for number, item in enumerate(items)
    ]
    converse(store, _TALK, *entries)
    kinds = list(ItemKind)
    return sorted(entries, key=lambda e: (e.occurred_at, kinds.index(e.kind), e.id), reverse=True)
