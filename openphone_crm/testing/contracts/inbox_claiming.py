"""What the inbox promises about taking events to work on."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from openphone_crm.inbox_records import ClaimedEvent, EventStatus
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.scenes import LEASE, claim, claim_lost
from openphone_crm.testing.contracts.store import Store

_MOMENT = timedelta(microseconds=1)


class ClaimingContract:
    """Each event to one worker at a time."""

    def test_a_claim_tells_everything(self, store: Store) -> None:
        """What a worker gets is what arrived, with its time to the microsecond."""
        arrival = make.arrival("one", openphone_type="sent", body=b"{}")
        store.inbox.add([arrival])

        (event,) = claim(store)

        assert event == ClaimedEvent(
            id=arrival.id,
            event_type=arrival.event_type,
            openphone_type="sent",
            priority=Priority.CRITICAL,
            received_at=make.NOON,
            retry_count=0,
            attempts_made=0,
            body=b"{}",
        )
        assert event.received_at.utcoffset() == timedelta()

    def test_a_claimed_event_is_processing(self, store: Store) -> None:
        """Whoever looks sees that somebody is at it."""
        store.inbox.add([make.arrival("one")])

        claim(store)

        detail = store.events.get(make.event_id("one"))
        assert detail is not None
        assert detail.event.status is EventStatus.PROCESSING

    def test_only_what_is_due_is_claimed(self, store: Store) -> None:
        """An event is due from its moment on, and not before."""
        store.inbox.add([make.arrival("now"), make.arrival("soon", due_at=make.NOON + _MOMENT)])

        first, second = claim(store), claim(store, now=make.NOON + _MOMENT)

        assert [event.id for event in first] == [make.event_id("now")]
        assert [event.id for event in second] == [make.event_id("soon")]

    def test_only_the_asked_priority_is_claimed(self, store: Store) -> None:
        """Each priority is a queue of its own."""
        store.inbox.add([make.arrival(each.label, priority=each) for each in Priority])

        claimed = {each: claim(store, priority=each) for each in Priority}

        for priority, events in claimed.items():
            assert [(event.id, event.priority) for event in events] == [
                (make.event_id(priority.label), priority)
            ]

    def test_only_pending_events_are_claimed(self, store: Store) -> None:
        """What is ignored, done or failed is nobody's work."""
        others = [status for status in EventStatus if status is not EventStatus.PENDING]
        store.inbox.add([make.arrival(status.value, status=status) for status in others])

        events = claim(store)

        assert events == []

    def test_the_oldest_due_comes_first(self, store: Store) -> None:
        """Events are claimed by when they are due, then by when they were received, up to the limit."""
        dues = {"third": (-1, -9), "first": (-3, -3), "second": (-2, -2), "fourth": (-1, -8), "fifth": (0, 0)}
        for name, (due, received) in dues.items():
            store.inbox.add([make.arrival(name, due_at=make.later(due), received_at=make.later(received))])

        batches = [claim(store, limit=2) for _ in range(3)]

        assert [[event.id for event in batch] for batch in batches] == [
            [make.event_id("first"), make.event_id("second")],
            [make.event_id("third"), make.event_id("fourth")],
            [make.event_id("fifth")],
        ]

    def test_a_claimed_event_is_not_claimed_again(self, store: Store) -> None:
        """Within its lease nobody else gets an event, nor the same worker twice."""
        store.inbox.add([make.arrival("one")])
        claim(store, "w1")
        within = make.NOON + LEASE - _MOMENT

        again = [claim(store, worker, now=within) for worker in ("w1", "w2")]

        assert again == [[], []]
        assert claim_lost(store, now=within) is None

    def test_claims_at_once_never_overlap(self, store: Store) -> None:
        """Eight workers that claim at once share the events, and leave none."""
        names = [f"{number}" for number in range(60)]
        store.inbox.add([make.arrival(name) for name in names])

        def work(worker: str) -> list[str]:
            taken: list[str] = []
            while batch := claim(store, worker, limit=4):
                taken.extend(event.id for event in batch)
            return taken

        shares = at_once(*(partial(work, f"w{number}") for number in range(8)))

        taken = [event_id for share in shares for event_id in share]
        assert sorted(taken) == sorted(make.event_id(name) for name in names)

    def test_a_lost_event_is_taken_over(self, store: Store) -> None:
        """An event whose lease ran out goes to another worker, alone, and only by asking for lost ones."""
        store.inbox.add([make.arrival("one"), make.arrival("two")])
        claim(store, "w1")
        after = make.NOON + LEASE + _MOMENT

        usual = claim(store, "w2", now=after)
        lost = [claim_lost(store, now=after) for _ in range(3)]

        assert usual == []
        assert lost[2] is None
        assert {event.id for event in lost if event} == {make.event_id("one"), make.event_id("two")}

    def test_a_lost_event_is_due_in_its_own_priority(self, store: Store) -> None:
        """A worker of another priority does not take over."""
        store.inbox.add([make.arrival("one", priority=Priority.LOW)])
        claim(store, priority=Priority.LOW)
        after = make.NOON + LEASE + _MOMENT

        lost = {each: claim_lost(store, priority=each, now=after) for each in Priority}

        assert [each for each, event in lost.items() if event] == [Priority.LOW]

    def test_whoever_takes_over_has_a_lease_too(self, store: Store) -> None:
        """A second worker that dies loses the event to a third."""
        store.inbox.add([make.arrival("one")])
        claim(store, "w1")
        second = make.NOON + LEASE + _MOMENT
        claim_lost(store, "w2", now=second)

        within = claim_lost(store, "w3", now=second + LEASE - _MOMENT)
        after = claim_lost(store, "w3", now=second + LEASE + _MOMENT)

        assert within is None
        assert after is not None
        assert (after.id, after.attempts_made) == (make.event_id("one"), 0)

    def test_many_take_over_at_once_and_each_event_goes_to_one(self, store: Store) -> None:
        """Of eight workers that look for lost events at once, as many find one as there are."""
        store.inbox.add([make.arrival(f"{number}") for number in range(3)])
        claim(store, "dead")
        after = make.NOON + LEASE + _MOMENT

        def work(worker: str) -> list[str]:
            taken: list[str] = []
            while (event := claim_lost(store, worker, now=after)) is not None:
                taken.append(event.id)
            return taken

        shares = at_once(*(partial(work, f"w{number}") for number in range(8)))

        taken = [event_id for share in shares for event_id in share]
        assert sorted(taken) == sorted(make.event_id(f"{number}") for number in range(3))

    def test_priorities_with_work_are_told(self, store: Store) -> None:
        """A priority has work when something is due in it that nobody has, or somebody lost."""
        store.inbox.add(
            [
                make.arrival("due", priority=Priority.STANDARD),
                make.arrival("taken", priority=Priority.CRITICAL),
                make.arrival("later", priority=Priority.LOW, due_at=make.later(3600)),
                make.arrival("ignored", priority=Priority.LOW, status=EventStatus.IGNORED),
            ]
        )
        claim(store, priority=Priority.CRITICAL)

        now, lost, late = (store.inbox.due(make.later(after)) for after in (0, 31, 3600))

        assert now == {Priority.STANDARD}
        assert lost == {Priority.STANDARD, Priority.CRITICAL}
        assert late == set(Priority)
