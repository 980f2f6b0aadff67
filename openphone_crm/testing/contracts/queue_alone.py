"""What every queue of record promises about work that must not share a worker's hands with others."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.queues import QueueUnderTest
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Claim, Loss

_AFTER = make.NOON + LEASE + timedelta(seconds=1)


class QueueAloneContract(QueueUnderTest):
    """Who lost work is told, how often it was alone is counted, and it stays alone until it is done."""

    def test_who_lost_it_is_told(self, store: Store) -> None:
        """Whoever takes work over learns whose it was and when the lease ran out."""
        self.put(store, "one")
        self.claim(store, "dead")

        claim = self.claim_alone(store, now=_AFTER)

        assert claim is not None
        assert claim.loss == Loss("dead", make.NOON + LEASE)

    def test_the_first_loss_blames_nobody(self, store: Store) -> None:
        """Work that was lost in a batch is no suspect; work that was lost alone is."""
        self.put(store, "one")
        self.claim(store)
        later = _AFTER + LEASE + timedelta(seconds=1)

        first, second = self.claim_alone(store, now=_AFTER), self.claim_alone(store, now=later)

        assert [(each.tries_alone, each.is_suspect) for each in (first, second) if each] == [
            (0, False),
            (1, True),
        ]

    def test_what_was_lost_alone_stays_alone(self, store: Store) -> None:
        """Work that is due again after it was lost alone is in no batch, but is taken up alone."""
        self._lose(store)
        self.fail(store, "one", worker="w2", tries_alone=1, retry_count=0, due_at=_AFTER)

        batch, alone = self.claim(store, "w3", now=_AFTER), self.claim_alone(store, "w3", now=_AFTER)

        assert list(batch) == []
        assert alone is not None
        assert (alone.tries_alone, alone.loss, alone.attempts_made) == (1, None, 1)

    def test_what_is_alone_is_not_taken_before_it_is_due(self, store: Store) -> None:
        """The wait before the next try alone is kept."""
        self._lose(store)
        again = _AFTER + timedelta(seconds=60)
        self.fail(store, "one", worker="w2", tries_alone=1, due_at=again)

        early = self.claim_alone(store, now=again - timedelta(microseconds=1))

        assert early is None
        assert self.claim_alone(store, now=again) is not None

    def test_what_is_alone_and_due_is_told(self, store: Store) -> None:
        """The priority of work that waits to be alone has work."""
        claim = self._lose(store)
        again = _AFTER + timedelta(seconds=60)
        self.fail(store, "one", worker="w2", tries_alone=1, due_at=again)

        before, then = self.queue(store).due(_AFTER), self.queue(store).due(again)

        assert before == frozenset()
        assert then == {claim.priority}

    def test_a_try_that_was_given_back_is_not_counted(self, store: Store) -> None:
        """What is released while it is alone is as it was before, however often."""
        self._lose(store)
        self.fail(store, "one", worker="w2", tries_alone=2, due_at=_AFTER)

        for _ in range(3):
            claim = self.claim_alone(store, now=_AFTER)
            self.queue(store).release([self.id_of("one")], worker="w2")

        assert claim is not None
        assert claim.tries_alone == 2

    def test_what_went_wrong_without_ending_its_worker_is_no_suspect(self, store: Store) -> None:
        """A settlement that does not say otherwise lets the work into batches again."""
        self._lose(store)

        self.fail(store, "one", worker="w2", due_at=_AFTER)

        assert [claim.tries_alone for claim in self.claim(store, now=_AFTER)] == [0]

    def _lose(self, store: Store) -> Claim:
        """Put work into the queue, lose it in a batch, and take it up alone."""
        self.put(store, "one")
        self.claim(store, "w1")
        claim = self.claim_alone(store, "w2", now=_AFTER)
        assert claim is not None
        return claim
