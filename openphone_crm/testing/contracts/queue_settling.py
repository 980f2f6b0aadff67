"""What every queue of record promises about giving work back."""

from __future__ import annotations

from openphone_crm.failure_views import FailureFilter
from openphone_crm.failures import FailureState
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import cause, decision, final
from openphone_crm.testing.contracts.queues import QueueUnderTest
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status


class QueueSettlingContract(QueueUnderTest):
    """A claim that is given back is free; one that was taken over is left alone."""

    def test_failed_work_waits_for_its_next_attempt(self, store: Store) -> None:
        """After a failure work is pending and due when it was said, with its retries counted."""
        self.put(store, "one")
        self.claim(store)

        self.fail(store, "one", due_at=make.later(60))

        assert list(self.claim(store, now=make.later(59))) == []
        (claim,) = self.claim(store, now=make.later(60))
        assert (claim.retry_count, claim.attempts_made) == (1, 1)

    def test_what_failed_for_good_is_never_due(self, store: Store) -> None:
        """A failure without another attempt leaves nothing due."""
        self.put(store, "one")
        self.claim(store)

        self.fail(store, "one", status=Status.FAILED, retry_count=3, due_at=None)

        assert list(self.claim(store, now=make.later(1e6))) == []
        assert self.claim_alone(store, now=make.later(1e6)) is None

    def test_a_late_failure_changes_nothing(self, store: Store) -> None:
        """A worker that lost its lease can no longer say that the work failed."""
        self.put(store, "one")
        self.claim(store, "w1")
        self.claim_alone(store, "w2", now=make.later(31))
        before = store.changes.current("events")

        self.fail(store, "one", worker="w1", **final())

        assert store.changes.current("events") == before
        claim = self.claim_alone(store, "w3", now=make.later(62))
        assert claim is not None
        assert (claim.retry_count, claim.attempts_made) == (0, 0)
        assert list(store.failures.find(FailureFilter(), PageRequest()).items) == []

    def test_a_late_failure_opens_nothing(self, store: Store) -> None:
        """A group that was resolved stays so when what would open it again did not happen."""
        self.put(store, "one")
        self.claim(store)
        self.fail(store, "one", **final())
        store.failures.decide(cause().id, FailureState.RESOLVED, decision(cause().id))

        self.fail(store, "one", **final(99))

        (group,) = store.failures.find(FailureFilter(), PageRequest()).items
        assert (group.decided, group.last_seen) == (FailureState.RESOLVED, make.later(0))

    def test_a_failure_of_what_is_not_claimed_changes_nothing(self, store: Store) -> None:
        """Work that was given back, or that never was, cannot fail."""
        self.put(store, "one")

        self.fail(store, "one", **final())
        self.fail(store, "unknown", **final())

        (claim,) = self.claim(store)
        assert (claim.retry_count, claim.attempts_made) == (0, 0)
        assert list(store.failures.find(FailureFilter(), PageRequest()).items) == []

    def test_what_is_released_is_as_before(self, store: Store) -> None:
        """What is given back untouched can be claimed at once, and no attempt is counted."""
        self.put(store, "one", "two")
        before = self.claim(store, "w1")

        self.queue(store).release([claim.id for claim in before], worker="w1")

        assert self.claim(store, "w2") == before

    def test_only_what_is_named_is_released(self, store: Store) -> None:
        """What the worker keeps stays its own."""
        self.put(store, "one", "two")
        self.claim(store, "w1")

        self.queue(store).release([self.id_of("two")], worker="w1")

        assert [claim.id for claim in self.claim(store, "w2")] == [self.id_of("two")]

    def test_only_the_claimant_releases(self, store: Store) -> None:
        """A worker cannot give back what is another's, nor what is nobody's."""
        self.put(store, "one")
        self.claim(store, "w1")

        self.queue(store).release([self.id_of("one"), self.id_of("unknown")], worker="w2")
        self.queue(store).release([], worker="w1")

        assert list(self.claim(store, "w3")) == []

    def test_what_is_released_is_due(self, store: Store) -> None:
        """Nobody has what was given back."""
        self.put(store, "one")
        self.claim(store, "w1")

        self.queue(store).release([self.id_of("one")], worker="w1")

        assert self.queue(store).due(make.NOON) == {Priority.CRITICAL}

    def test_what_is_put_off_waits(self, store: Store) -> None:
        """What is given back for later is due then, and no attempt is counted."""
        self.put(store, "one")
        self.claim(store)

        self.queue(store).release([self.id_of("one")], worker="w1", due_at=make.later(60))

        assert list(self.claim(store, now=make.later(59))) == []
        (claim,) = self.claim(store, now=make.later(60))
        assert (claim.retry_count, claim.attempts_made) == (0, 0)
