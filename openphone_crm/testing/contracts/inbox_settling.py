"""What the inbox promises about events that failed, beside what every queue of record promises."""

from __future__ import annotations

import attrs

from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import claim, claim_alone
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import EventDetail
from openphone_crm.work_records import Status


class SettlingContract:
    """What became of an event is seen with it."""

    def test_a_failure_is_seen(self, store: Store) -> None:
        """The message of a failure stands with the event, and the attempt in its log."""
        store.inbox.add([make.arrival("one")])
        claim(store)
        failure = make.failure("one", error_message="no such caf\u00e9")

        store.inbox.settle_failure(failure, worker="w1")

        detail = _detail(store)
        assert detail.event.status is Status.PENDING
        assert detail.event.error_message == "no such caf\u00e9"
        assert detail.event.processed_at is None
        assert detail.attempts == (failure.attempt,)

    def test_a_final_failure_is_a_dead_letter(self, store: Store) -> None:
        """A failure without another attempt leaves nothing due."""
        store.inbox.add([make.arrival("one")])
        claim(store)

        store.inbox.settle_failure(
            make.failure("one", status=Status.FAILED, retry_count=3, due_at=None), worker="w1"
        )

        assert claim(store, now=make.later(1e6)) == []
        assert claim_alone(store, now=make.later(1e6)) is None
        assert (_detail(store).event.status, _detail(store).event.retry_count) == (Status.FAILED, 3)

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

    def test_a_late_failure_is_not_seen(self, store: Store) -> None:
        """A worker that lost its lease can no longer say that the event failed."""
        store.inbox.add([make.arrival("one")])
        claim(store, "w1")
        claim_alone(store, "w2", now=make.later(31))

        store.inbox.settle_failure(make.failure("one"), worker="w1")

        assert _detail(store).event.status is Status.PROCESSING
        assert _detail(store).attempts == ()

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
