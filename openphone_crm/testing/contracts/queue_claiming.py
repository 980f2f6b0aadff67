"""What every queue of record promises about taking work."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.queues import QueueUnderTest
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store

_MOMENT = timedelta(microseconds=1)
_AFTER = make.NOON + LEASE + _MOMENT


class QueueClaimingContract(QueueUnderTest):
    """Each piece of work to one worker at a time."""

    def test_only_what_is_due_is_claimed(self, store: Store) -> None:
        """Work is due from its moment on, and not before."""
        self.put(store, "now")
        self.put(store, "soon", due_at=make.NOON + _MOMENT)

        first, second = self.claim(store), self.claim(store, now=make.NOON + _MOMENT)

        assert [claim.id for claim in first] == [self.id_of("now")]
        assert [claim.id for claim in second] == [self.id_of("soon")]

    def test_only_the_asked_priority_is_claimed(self, store: Store) -> None:
        """Each priority is a queue of its own."""
        for each in Priority:
            self.put(store, each.label, priority=each)

        claimed = {each: self.claim(store, priority=each) for each in Priority}

        for priority, claims in claimed.items():
            assert [(claim.id, claim.priority) for claim in claims] == [
                (self.id_of(priority.label), priority)
            ]

    def test_the_oldest_due_comes_first(self, store: Store) -> None:
        """Work is claimed by when it is due, then by when it arrived, up to the limit."""
        dues = {"third": (-1, -9), "first": (-3, -3), "second": (-2, -2), "fourth": (-1, -8), "fifth": (0, 0)}
        for name, (due, arrived) in dues.items():
            self.put(store, name, due_at=make.later(due), arrived_at=make.later(arrived))

        batches = [self.claim(store, limit=2) for _ in range(3)]

        assert [[claim.id for claim in batch] for batch in batches] == [
            [self.id_of("first"), self.id_of("second")],
            [self.id_of("third"), self.id_of("fourth")],
            [self.id_of("fifth")],
        ]

    def test_what_is_claimed_is_not_claimed_again(self, store: Store) -> None:
        """Within its lease nobody else gets a piece of work, nor the same worker twice."""
        self.put(store, "one")
        self.claim(store, "w1")
        within = make.NOON + LEASE - _MOMENT

        again = [self.claim(store, worker, now=within) for worker in ("w1", "w2")]

        assert [list(claims) for claims in again] == [[], []]
        assert self.claim_alone(store, now=within) is None

    def test_claims_at_once_never_overlap(self, store: Store) -> None:
        """Eight workers that claim at once share the work, and leave none."""
        names = [f"{number}" for number in range(60)]
        self.put(store, *names)

        def work(worker: str) -> list[str]:
            taken: list[str] = []
            while batch := self.claim(store, worker, limit=4):
                taken.extend(claim.id for claim in batch)
            return taken

        shares = at_once(*(partial(work, f"w{number}") for number in range(8)))

        taken = [work_id for share in shares for work_id in share]
        assert sorted(taken) == sorted(self.id_of(name) for name in names)

    def test_lost_work_is_taken_over(self, store: Store) -> None:
        """Work whose lease ran out goes to another worker, alone, and only by asking for it."""
        self.put(store, "one", "two")
        self.claim(store, "w1")

        usual = self.claim(store, "w2", now=_AFTER)
        lost = [self.claim_alone(store, now=_AFTER) for _ in range(3)]

        assert list(usual) == []
        assert lost[2] is None
        assert {claim.id for claim in lost if claim} == {self.id_of("one"), self.id_of("two")}

    def test_lost_work_is_due_in_its_own_priority(self, store: Store) -> None:
        """A worker of another priority does not take over."""
        self.put(store, "one", priority=Priority.LOW)
        self.claim(store, priority=Priority.LOW)

        lost = {each: self.claim_alone(store, priority=each, now=_AFTER) for each in Priority}

        assert [each for each, claim in lost.items() if claim] == [Priority.LOW]

    def test_whoever_takes_over_has_a_lease_too(self, store: Store) -> None:
        """A second worker that dies loses the work to a third."""
        self.put(store, "one")
        self.claim(store, "w1")
        self.claim_alone(store, "w2", now=_AFTER)

        within = self.claim_alone(store, "w3", now=_AFTER + LEASE - _MOMENT)
        after = self.claim_alone(store, "w3", now=_AFTER + LEASE + _MOMENT)

        assert within is None
        assert after is not None
        assert (after.id, after.attempts_made) == (self.id_of("one"), 0)

    def test_many_take_over_at_once_and_each_work_goes_to_one(self, store: Store) -> None:
        """Of eight workers that look for lost work at once, as many find some as there is."""
        names = ("0", "1", "2")
        self.put(store, *names)
        self.claim(store, "dead")

        def work(worker: str) -> list[str]:
            taken: list[str] = []
            while (claim := self.claim_alone(store, worker, now=_AFTER)) is not None:
                taken.append(claim.id)
            return taken

        shares = at_once(*(partial(work, f"w{number}") for number in range(8)))

        taken = [work_id for share in shares for work_id in share]
        assert sorted(taken) == sorted(self.id_of(name) for name in names)

    def test_priorities_with_work_are_told(self, store: Store) -> None:
        """A priority has work when something is due in it that nobody has, or somebody lost."""
        self.put(store, "due", priority=Priority.STANDARD)
        self.put(store, "taken", priority=Priority.CRITICAL)
        self.put(store, "later", priority=Priority.LOW, due_at=make.later(3600))
        self.claim(store, priority=Priority.CRITICAL)

        now, lost, late = (self.queue(store).due(make.later(after)) for after in (0, 31, 3600))

        assert now == {Priority.STANDARD}
        assert lost == {Priority.STANDARD, Priority.CRITICAL}
        assert late == set(Priority)
