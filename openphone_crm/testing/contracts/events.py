"""What looking at events promises."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from openphone_crm.errors import InvalidInputError
from openphone_crm.ids import EventId
from openphone_crm.jsontext import parse_object
from openphone_crm.paging import PageRequest, Position
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, all_pages, joined
from openphone_crm.testing.contracts.scenes import EVERYTHING
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import EventDetail, EventFilter, EventView
from openphone_crm.work_records import Status


class EventReaderContract:
    """Every event, whatever became of it."""

    def test_an_event_is_shown_whole(self, store: Store) -> None:
        """An event that nobody worked on shows what arrived, in the list as by itself."""
        store.inbox.add(
            [make.arrival("one", openphone_type=None, priority=Priority.LOW, due_at=make.later(60))]
        )

        detail = store.events.get(make.event_id("one"))

        view = EventView(
            id=make.event_id("one"),
            event_type="message.received",
            openphone_type=None,
            status=Status.PENDING,
            priority=Priority.LOW,
            received_at=make.NOON,
            processed_at=None,
            retry_count=0,
            error_message=None,
        )
        assert detail is not None
        assert (detail.event, detail.attempts) == (view, ())
        assert store.events.find(EventFilter(), EVERYTHING).items == (view,)
        assert view.received_at.utcoffset() == timedelta()

    def test_what_is_ignored_is_done(self, store: Store) -> None:
        """An event of a type that nobody knows was dealt with when it was received."""
        store.inbox.add([make.arrival("one", status=Status.IGNORED)])

        (event,) = store.events.find(EventFilter(), EVERYTHING).items

        assert (event.status, event.processed_at) == (Status.IGNORED, make.NOON)

    def test_a_payload_is_shown_as_json(self, store: Store) -> None:
        """The payload is the JSON that arrived, whatever is in its texts and numbers."""
        payloads = [
            '{"a": [1, -2.5, true, null, {"b": {}}], "": ""}',
            '{"caf\u00e9": "\U0001f469\u200d\U0001f527 \\u2028 \\" \\\\ \\n % :name"}',
            '{"n": 12345678901234567890, "f": 1.7976931348623157e308}',
        ]
        store.inbox.add([make.arrival(f"{n}", payload=text) for n, text in enumerate(payloads)])

        details = [store.events.get(make.event_id(f"{n}")) for n in range(len(payloads))]

        assert [_parsed(detail) for detail in details] == [parse_object(text.encode()) for text in payloads]

    def test_an_event_that_is_not_there(self, store: Store) -> None:
        """Whatever an id looks like, an event that nobody knows is None."""
        store.inbox.add([make.arrival("one")])
        ids = [
            make.event_id("two"),
            "",
            "no-uuid",
            "\u2603'%",
            "a\x00b",
            "x" * 5000,
            "{" + make.event_id("one"),
        ]

        details = [store.events.get(EventId(each)) for each in ids]

        assert details == [None] * len(ids)

    def test_pages_visit_everything_once(self, store: Store) -> None:
        """Page by page every event is seen once, the newest first, though many came at one moment."""
        arrivals = [make.arrival(f"{number}", received_at=make.later(number // 4)) for number in range(14)]
        store.inbox.add(arrivals)

        pages = all_pages(partial(store.events.find, EventFilter()), limit=3)

        expected = sorted(arrivals, key=lambda arrival: (arrival.received_at, arrival.id), reverse=True)
        assert [event.id for event in joined(pages)] == [arrival.id for arrival in expected]

    def test_events_are_found_by_what_they_are(self, store: Store) -> None:
        """A status, a type and a priority find their events, and together those that are all of it."""
        store.inbox.add(
            [
                make.arrival("a"),
                make.arrival("b", status=Status.IGNORED, event_type="call.missed"),
                make.arrival("c", priority=Priority.LOW, event_type="call.missed"),
                make.arrival("d", priority=Priority.CRITICAL, event_type="x%_y"),
            ]
        )

        answers = [
            _found(store, EventFilter(status=Status.IGNORED)),
            _found(store, EventFilter(event_type="call.missed")),
            _found(store, EventFilter(event_type="call.miss")),
            _found(store, EventFilter(event_type="call%")),
            _found(store, EventFilter(event_type="x%_y")),
            _found(store, EventFilter(priority=Priority.LOW)),
            _found(store, EventFilter(priority=Priority.CRITICAL, event_type="call.missed")),
            _found(store, EventFilter(status=Status.FAILED)),
        ]

        names = ["b", "bc", "", "", "d", "c", "b", ""]
        assert answers == [{make.event_id(name) for name in each} for each in names]

    def test_events_are_found_by_when_they_came(self, store: Store) -> None:
        """From a moment on, the moment itself included."""
        store.inbox.add([make.arrival(f"{n}", received_at=make.later(n)) for n in range(3)])

        ids = _found(store, EventFilter(since=make.later(1)))

        assert ids == {make.event_id("1"), make.event_id("2")}

    def test_odd_types_are_looked_for_as_they_are(self, store: Store) -> None:
        """Whatever type is looked for, looking is no error."""
        odd = [text[:50] for text in ODD_TEXTS]
        store.inbox.add([make.arrival(text, event_type=text) for text in odd])

        answers = [_found(store, EventFilter(event_type=text)) for text in (*odd, "a\x00b", "x" * 5000)]

        assert answers == [*({make.event_id(text)} for text in odd), set(), set()]

    def test_a_cursor_of_another_list(self, store: Store) -> None:
        """A position that is none of this list gives a page or is refused, and breaks nothing."""
        store.inbox.add([make.arrival("one"), make.arrival("two")])
        answers = []

        for tie in ("", "4:x", "no-uuid", "\u2603'%", "x" * 5000):
            try:
                page = store.events.find(EventFilter(), PageRequest(1, Position(make.later(1), tie)))
            except InvalidInputError:
                continue
            answers.append(len(page.items))

        assert set(answers) <= {0, 1}


def _found(store: Store, wanted: EventFilter) -> set[EventId]:
    return {event.id for event in store.events.find(wanted, EVERYTHING).items}


def _parsed(detail: EventDetail | None) -> object:
    assert detail is not None
    assert detail.payload is not None
    return parse_object(detail.payload.encode())
