"""What the inbox promises about giving events back."""

from __future__ import annotations

import attrs

from openphone_crm.inbox_records import EventStatus
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import claim, claim_lost
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import EventDetail


class SettlingContract:
    """A claim that is given back is free; one that was taken over is left alone."""

    def test_a_failed_event_waits_for_its_next_attempt(self, store: Store) -> None:
        """After a failure an event is pending and due when it was said, with its retries counted."""
        store.inbox.add([make.arrival("one")])
        claim(store)

        store.inbox.settle_failure(make.failure("one", due_at=make.later(60)), worker="w1")

        assert claim(store, now=make.later(59)) == []
        (event,) = claim(store, now=make.later(60))
        assert (event.retry_count, event.attempts_made) == (1, 1)

    def test_a_failure_is_seen(self, store: Store) -> None:
        """The message of a failure stands with the event, and the attempt in its log."""
        store.inbox.add([make.arrival("one")])
        claim(store)
        failure = make.failure("one", error_message="no such caf\u00e9")

        store.inbox.settle_failure(failure, worker="w1")

        detail = _detail(store)
        assert detail.event.status is EventStatus.PENDING
        assert detail.event.error_message == "no such caf\u00e9"
        assert detail.event.processed_at is None
        assert detail.attempts == (failure.attempt,)

    def test_a_final_failure_is_a_dead_letter(self, store: Store) -> None:
        """A failure without another attempt leaves nothing due."""
        store.inbox.add([make.arrival("one")])
        claim(store)

        store.inbox.settle_failure(
            make.failure("one", status=EventStatus.FAILED, retry_count=3, due_at=None), worker="w1"
        )

        assert claim(store, now=make.later(1e6)) == []
        assert claim_lost(store, now=make.later(1e6)) is None
        assert (_detail(store).event.status, _detail(store).event.retry_count) == (EventStatus.FAILED, 3)

    def test_attempts_add_up(self, store: Store) -> None:
        """Every attempt is kept, in the order of the tries."""
        store.inbox.add([make.arrival("one")])
        attempts = [
            make.attempt(number, started_at=make.later(number), outcome="failed", message="%s 'no'")
            for number in (1, 2, 3)
        ]

        for number, attempt in enumerate(attempts, start=1):
            claim(store)
            failure = make.failure("one", attempt=attempt, retry_count=number, due_at=make.NOON)
            store.inbox.settle_failure(failure, worker="w1")

        assert _detail(store).attempts == tuple(attempts)

    def test_a_late_failure_changes_nothing(self, store: Store) -> None:
        """A worker that lost its lease can no longer say that the event failed."""
        store.inbox.add([make.arrival("one")])
        claim(store, "w1")
        claim_lost(store, "w2", now=make.later(31))

        store.inbox.settle_failure(make.failure("one"), worker="w1")

        assert _detail(store).event.status is EventStatus.PROCESSING
        assert _detail(store).attempts == ()

    def test_a_failure_of_what_is_not_claimed_changes_nothing(self, store: Store) -> None:
        """An event that was given back, or that never was, cannot fail."""
        store.inbox.add([make.arrival("one")])

        store.inbox.settle_failure(make.failure("one"), worker="w1")
        store.inbox.settle_failure(make.failure("unknown"), worker="w1")

        assert _detail(store).event.status is EventStatus.PENDING
        assert _detail(store).event.retry_count == 0

    def test_a_released_event_is_as_before(self, store: Store) -> None:
        """What is given back untouched can be claimed at once, and no attempt is counted."""
        store.inbox.add([make.arrival("one"), make.arrival("two")])
        before = claim(store, "w1")

        store.inbox.release([event.id for event in before], worker="w1")

        assert _detail(store).event.status is EventStatus.PENDING
        assert claim(store, "w2") == before

    def test_only_the_named_events_are_released(self, store: Store) -> None:
        """What the worker keeps stays its own."""
        store.inbox.add([make.arrival("one"), make.arrival("two")])
        claim(store, "w1")

        store.inbox.release([make.event_id("two")], worker="w1")

        assert [event.id for event in claim(store, "w2")] == [make.event_id("two")]

    def test_only_the_claimant_releases(self, store: Store) -> None:
        """A worker cannot give back what is another's, nor what is nobody's."""
        store.inbox.add([make.arrival("one")])
        claim(store, "w1")

        store.inbox.release([make.event_id("one"), make.event_id("unknown")], worker="w2")
        store.inbox.release([], worker="w1")

        assert claim(store, "w3") == []

    def test_a_released_event_is_due(self, store: Store) -> None:
        """Nobody has what was given back."""
        store.inbox.add([make.arrival("one")])
        claim(store, "w1")

        store.inbox.release([make.event_id("one")], worker="w1")

        assert store.inbox.due(make.NOON) == {Priority.CRITICAL}

    def test_a_failed_attempt_keeps_every_field(self, store: Store) -> None:
        """An attempt comes back with all that was said of it."""
        store.inbox.add([make.arrival("one")])
        claim(store)
        attempt = attrs.evolve(
            make.attempt(7),
            duration_seconds=1.25,
            worker="host/1 \u2603",
            error_class="ValueError",
            message="'quoted' % {}" * 100,
        )

        store.inbox.settle_failure(make.failure("one", attempt=attempt), worker="w1")

        assert _detail(store).attempts == (attempt,)


def _detail(store: Store) -> EventDetail:
    detail = store.events.get(make.event_id("one"))
    assert detail is not None
    return detail
