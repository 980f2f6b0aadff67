"""What the queue of record of follow-up work promises."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import attrs

from openphone_crm.errors import LeaseLostError
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.ports.follow_ups import FollowUps
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once, raising
from openphone_crm.testing.contracts.follow_ups_asked import FollowUpsAskedContract
from openphone_crm.testing.contracts.queue_alone import QueueAloneContract
from openphone_crm.testing.contracts.queue_claiming import QueueClaimingContract
from openphone_crm.testing.contracts.queue_settling import QueueSettlingContract
from openphone_crm.testing.contracts.scenes import LEASE, write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Settlement, Status
from openphone_crm.working_set import Changes

_LONG_AFTER = make.later(1e6)


class FollowUpsContract(
    FollowUpsAskedContract, QueueClaimingContract, QueueAloneContract, QueueSettlingContract
):
    """Everything about adding, claiming and giving back; what is added again is one."""

    def queue(self, store: Store) -> FollowUps:
        """The follow-ups."""
        return store.follow_ups

    def id_of(self, name: str) -> str:
        """The id of the follow-up of that name."""
        return make.follow_up(name).id

    def put(
        self,
        store: Store,
        *names: str,
        priority: Priority = Priority.CRITICAL,
        due_at: datetime = make.NOON,
        arrived_at: datetime = make.NOON,
    ) -> None:
        """Add follow-ups of these names."""
        fields = {"priority": priority, "due_at": due_at, "created_at": arrived_at}
        store.follow_ups.add([make.follow_up(name, **fields) for name in names])

    def test_a_claim_tells_everything(self, store: Store) -> None:
        """What a worker gets is what was added, whatever is written in its details."""
        details = {f"text {number}": text for number, text in enumerate(ODD_TEXTS)}
        follow_up = make.follow_up("one", kind="send", subject="ACx1", details=details)
        store.follow_ups.add([follow_up])

        claims = self.claim(store)

        assert list(claims) == [
            ClaimedFollowUp(
                id=follow_up.id,
                kind="send",
                subject="ACx1",
                priority=Priority.CRITICAL,
                created_at=make.NOON,
                details=details,
            )
        ]

    def test_a_claim_tells_how_the_last_try_ended(self, store: Store) -> None:
        """Whoever tries again knows what it was that failed."""
        self.put(store, "one")
        claim = partial(
            store.follow_ups.claim, Priority.CRITICAL, worker="w1", now=make.NOON, lease=LEASE, limit=1
        )
        told = [each.last_error for each in claim()]
        for error in ("UnavailableError", "UncertainError"):
            failure = make.failure("one", due_at=make.NOON, attempt=make.attempt(error_class=error))
            store.follow_ups.settle_failure(attrs.evolve(failure, id=self.id_of("one")), worker="w1")
            told += [each.last_error for each in claim()]

        assert told == [None, "UnavailableError", "UncertainError"]

    def test_some_kinds_can_be_left(self, store: Store) -> None:
        """What is of a kind that nobody wants now stays due, and keeps nobody from the rest."""
        waiting = [make.follow_up(f"{number}", kind="extract") for number in range(5)]
        store.follow_ups.add([*waiting, make.follow_up("last", kind="send", due_at=make.later(1))])
        claim = partial(
            store.follow_ups.claim, Priority.CRITICAL, worker="w1", now=make.later(1), lease=LEASE, limit=2
        )

        left, nothing = (claim(but_not={"extract", "tell"}) for _ in range(2))
        wanted = claim()

        assert [each.kind for each in left] == ["send"]
        assert list(nothing) == []
        assert [each.kind for each in wanted] == ["extract"] * 2

    def test_what_is_added_again_is_one(self, store: Store) -> None:
        """The same follow-up, in one go or in two, is worked on once, and stays as it was first told."""
        first = make.follow_up("one", details={"text": "first"})
        second = attrs.evolve(first, details={"text": "second"})
        store.follow_ups.add([first, first])

        store.follow_ups.add([second])

        assert [claim.details for claim in _claims(store)] == [{"text": "first"}]

    def test_the_earlier_time_counts(self, store: Store) -> None:
        """What waits becomes due at the earliest time that was ever asked for."""
        for seconds in (60, 20, 40):
            self.put(store, "one", due_at=make.later(seconds))

        early, then = self.claim(store, now=make.later(19)), self.claim(store, now=make.later(20))

        assert list(early) == []
        assert [claim.id for claim in then] == [self.id_of("one")]

    def test_the_earlier_time_of_one_go_counts(self, store: Store) -> None:
        """Asked for twice in one transaction it is due at the earlier time too."""
        times = (make.later(60), make.later(20), make.later(40))
        write(store, follow_ups=tuple(make.follow_up("one", due_at=due_at) for due_at in times))

        early, then = self.claim(store, now=make.later(19)), self.claim(store, now=make.later(20))

        assert list(early) == []
        assert [claim.id for claim in then] == [self.id_of("one")]

    def test_what_is_taken_is_not_asked_for_anew(self, store: Store) -> None:
        """A follow-up that somebody works on is as it was, though it is added again."""
        self.put(store, "one")
        self.claim(store, "w1")

        self.put(store, "one", due_at=make.later(-60))

        assert list(self.claim(store, "w2")) == []
        store.follow_ups.release([self.id_of("one")], worker="w1")
        assert list(self.claim(store, now=make.later(-1))) == []

    def test_what_is_done_is_not_done_again(self, store: Store) -> None:
        """A follow-up that was done, or failed for good, is not due because it is added again."""
        self.put(store, "done", "failed")
        self.claim(store)
        with store.unit_of_work.begin() as transaction:
            transaction.settle_follow_ups([self._done("done")], worker="w1")
        self.fail(store, "failed", status=Status.FAILED, due_at=None)

        self.put(store, "done", "failed")

        assert _claims(store) == []
        assert store.follow_ups.due(_LONG_AFTER) == frozenset()

    def test_added_at_once_it_is_one(self, store: Store) -> None:
        """Eight workers that add the same follow-up at once have added one."""
        at_once(*(lambda: self.put(store, "one", "two") for _ in range(8)))

        claims = self.claim(store)

        assert sorted(claim.id for claim in claims) == sorted(map(self.id_of, ("one", "two")))

    def test_what_a_transaction_saves_is_there(self, store: Store) -> None:
        """A follow-up can be claimed once the transaction that makes it necessary is committed."""
        write(store, follow_ups=(make.follow_up("one"),))

        claims = self.claim(store)

        assert [claim.id for claim in claims] == [self.id_of("one")]

    def test_what_is_undone_leads_to_nothing(self, store: Store) -> None:
        """A transaction that fails leaves no follow-up behind."""
        with raising(LookupError), store.unit_of_work.begin() as transaction:
            _save(transaction, "one")
            raise LookupError

        assert _claims(store) == []

    def test_a_worker_that_lost_its_lease_saves_nothing(self, store: Store) -> None:
        """What it found out goes with the settlement that is refused."""
        self.put(store, "one")
        self.claim(store, "w1")
        self.claim_alone(store, "w2", now=make.later(31))

        with raising(LeaseLostError), store.unit_of_work.begin() as transaction:
            _save(transaction, "two")
            transaction.settle_follow_ups([self._done("one")], worker="w1")

        claim = self.claim_alone(store, "w3", now=make.later(62))
        assert claim is not None
        assert claim.id == self.id_of("one")
        assert _claims(store) == []

    def _done(self, name: str) -> Settlement:
        return make.settlement(id=self.id_of(name))


def _claims(store: Store) -> list[ClaimedFollowUp]:
    """All that is ever due and unclaimed."""
    claims = store.follow_ups.claim(Priority.CRITICAL, worker="w9", now=_LONG_AFTER, lease=LEASE, limit=100)
    return list(claims)


def _save(transaction: Transaction, name: str) -> None:
    transaction.save(Changes(follow_ups=(make.follow_up(name),)))
