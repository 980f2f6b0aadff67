"""What the inbox promises about storing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from openphone_crm.errors import UnstorableError
from openphone_crm.inbox_records import Arrival, Stored
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once, raising
from openphone_crm.testing.contracts.scenes import EVERYTHING, claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import EventFilter


class AddingContract:
    """Each delivery once, and every byte of it."""

    def test_a_new_arrival_is_stored(self, store: Store) -> None:
        """A delivery that was never seen is new."""
        stored = store.inbox.add([make.arrival("one")])

        assert stored == [Stored(make.event_id("one"), is_new=True)]

    def test_nothing_is_stored_of_nothing(self, store: Store) -> None:
        """Adding no arrivals is no error."""
        stored = store.inbox.add([])

        assert stored == []

    def test_answers_stand_in_the_order_of_the_arrivals(self, store: Store) -> None:
        """Whatever the order of ids and keys, each arrival gets its own answer."""
        names = ["c", "a", "d", "b", "e"]

        stored = store.inbox.add([make.arrival(name) for name in names])

        assert stored == [Stored(make.event_id(name), is_new=True) for name in names]

    def test_a_repeated_delivery_gets_the_id_of_the_first(self, store: Store) -> None:
        """A delivery key that is known stores nothing."""
        store.inbox.add([make.arrival("first", delivery_key="k")])

        stored = store.inbox.add([make.arrival("again", delivery_key="k"), make.arrival("other")])

        assert stored == [
            Stored(make.event_id("first"), is_new=False),
            Stored(make.event_id("other"), is_new=True),
        ]
        assert store.events.get(make.event_id("again")) is None

    def test_a_repetition_within_one_call_is_seen(self, store: Store) -> None:
        """Of arrivals with one key in one call, the first is new."""
        names = ["x", "y", "z"]

        stored = store.inbox.add([make.arrival(name, delivery_key="k") for name in names])

        assert [one.is_new for one in stored] == [True, False, False]
        assert {one.id for one in stored} == {make.event_id("x")}

    def test_a_repetition_changes_nothing(self, store: Store) -> None:
        """The first delivery stays as it came, though the repetition says something else."""
        store.inbox.add([make.arrival("first", delivery_key="k", body=b'{"a":1}')])

        store.inbox.add([make.arrival("again", delivery_key="k", body=b'{"a":2}', event_type="call.missed")])

        (event,) = claim(store)
        assert (event.body, event.event_type) == (b'{"a":1}', "message.received")

    def test_of_many_at_once_one_is_new(self, store: Store) -> None:
        """Eight threads add the same deliveries: each delivery is new to one of them."""
        batches = [_batch("abc", thread) for thread in range(8)]

        answers = at_once(*(partial(store.inbox.add, batch) for batch in batches))

        for of_one_key in zip(*answers, strict=True):
            assert sum(one.is_new for one in of_one_key) == 1
            assert len({one.id for one in of_one_key}) == 1
        assert len(store.events.find(EventFilter(), EVERYTHING).items) == 3

    def test_at_once_in_opposite_orders(self, store: Store) -> None:
        """Threads that bring the same deliveries in opposite orders do not block each other for ever."""
        keys = [f"k{number}" for number in range(200)]
        batches = [_batch(keys if thread % 2 else keys[::-1], thread) for thread in range(8)]

        answers = at_once(*(partial(store.inbox.add, batch) for batch in batches))

        assert sum(one.is_new for answer in answers for one in answer) == len(keys)

    def test_bytes_are_kept_exactly(self, store: Store) -> None:
        """A body comes back byte for byte, even where it is no text."""
        bodies = [bytes(range(256)), b"", b'{"a": "\xf0\x9f\x98\x80"}\r\n', b"x" * 300_000]

        store.inbox.add([make.arrival(f"{number}", body=body) for number, body in enumerate(bodies)])

        assert sorted(event.body for event in claim(store)) == sorted(bodies)

    def test_odd_types_are_kept(self, store: Store) -> None:
        """Types are kept as they are, whatever is in them, and the type as sent may be missing."""
        odd = [text[:50] for text in ODD_TEXTS]

        store.inbox.add([make.arrival(text, event_type=text, openphone_type=text) for text in odd])
        store.inbox.add([make.arrival("untyped", openphone_type=None)])

        types = {event.event_type: event.openphone_type for event in claim(store)}
        assert types == {**{text: text for text in odd}, "message.received": None}

    def test_what_the_store_refuses_stores_nothing_of_the_call(self, store: Store) -> None:
        """A payload that is refused is told as such, and the arrivals beside it are not stored either."""
        arrivals = [make.arrival("good"), make.arrival("bad", payload="{no json")]

        with raising(UnstorableError):
            store.inbox.add(arrivals)

        assert store.events.find(EventFilter(), EVERYTHING).items == ()
        assert store.inbox.add([make.arrival("good")]) == [Stored(make.event_id("good"), is_new=True)]


def _batch(keys: Iterable[str], thread: int) -> list[Arrival]:
    return [make.arrival(f"{key} of {thread}", delivery_key=key) for key in keys]
