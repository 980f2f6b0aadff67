"""What the queue of record of follow-up work promises about asking for the same again."""

from __future__ import annotations

from datetime import datetime

from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.queues import QueueUnderTest
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status

_NAMES = tuple(f"{number}" for number in range(8))


class FollowUpsAskedContract(QueueUnderTest):
    """One that found nothing to do is done again when it is asked for; none that was asked for is lost."""

    def test_what_found_nothing_to_do_is_asked_for_anew(self, store: Store) -> None:
        """It is as if it had never been asked for; that it was tried before stays in its log."""
        self.put(store, "one")
        self.claim(store)
        self._settle(store, "one", Status.IGNORED)

        details = {"text": "anew"}
        times = {"created_at": make.later(400), "due_at": make.later(500)}
        store.follow_ups.add([make.follow_up("one", details=details, **times)])

        early, then = self.claim(store, now=make.later(499)), self.claim(store, now=make.later(500))
        assert list(early) == []
        (claim,) = then
        assert isinstance(claim, ClaimedFollowUp)
        assert (claim.details, claim.created_at) == (details, make.later(400))
        assert (claim.retry_count, claim.attempts_made) == (0, 1)

    def test_when_it_was_put_off_first_is_known(self, store: Store) -> None:
        """However often it is put off again; given back it is not put off, and asked for anew it is new."""
        self.put(store, "one")
        told = [self._put_off(store, to) for to in (None, make.later(60), make.later(200), None)]
        self.claim(store, now=make.later(200))
        self._settle(store, "one", Status.IGNORED)
        self.put(store, "one")

        told.append(self._put_off(store, None))

        assert told == [None, None, make.later(60), make.later(60), None]

    def test_what_found_nothing_to_do_rests_until_then(self, store: Store) -> None:
        """Nobody asks, and nothing is due."""
        self.put(store, "one")
        self.claim(store)

        self._settle(store, "one", Status.IGNORED)

        assert store.follow_ups.due(make.later(1e6)) == frozenset()

    def test_what_is_asked_for_meanwhile_is_done_again(self, store: Store) -> None:
        """Whoever found nothing to do may not have seen why it was asked for: the earliest time counts."""
        self.put(store, "one")
        self.claim(store)
        for seconds in (60, 20, 40):
            self.put(store, "one", due_at=make.later(seconds), arrived_at=make.later(seconds - 5))

        self._settle(store, "one", Status.IGNORED)

        early, then = self.claim(store, now=make.later(19)), self.claim(store, now=make.later(20))
        assert list(early) == []
        (claim,) = then
        assert isinstance(claim, ClaimedFollowUp)
        assert claim.created_at == make.later(15)

    def test_it_is_done_again_once(self, store: Store) -> None:
        """After that it rests like any other that found nothing to do."""
        self.put(store, "one")
        self.claim(store)
        self.put(store, "one")
        self._settle(store, "one", Status.IGNORED)
        self.claim(store)

        self._settle(store, "one", Status.IGNORED)

        assert store.follow_ups.due(make.later(1e6)) == frozenset()

    def test_what_was_done_meanwhile_stays_done(self, store: Store) -> None:
        """It was asked for while somebody did it: that is once."""
        self.put(store, "one")
        self.claim(store)
        self.put(store, "one")

        self._settle(store, "one", Status.PROCESSED)

        assert store.follow_ups.due(make.later(1e6)) == frozenset()

    def test_what_is_put_off_is_due_when_it_was_asked_for(self, store: Store) -> None:
        """Whoever puts it off may not have seen why it was asked for: the earlier time counts."""
        self.put(store, "one")
        self.claim(store)
        self.put(store, "one", due_at=make.later(20))

        store.follow_ups.release([self.id_of("one")], worker="w1", due_at=make.later(60))

        early, then = self.claim(store, now=make.later(19)), self.claim(store, now=make.later(20))
        assert (list(early), [claim.id for claim in then]) == ([], [self.id_of("one")])

    def test_what_is_put_off_is_due_no_later_than_that(self, store: Store) -> None:
        """Asked for at a later time it waits no longer than whoever puts it off says."""
        self.put(store, "one")
        self.claim(store)
        self.put(store, "one", due_at=make.later(60))

        store.follow_ups.release([self.id_of("one")], worker="w1", due_at=make.later(20))

        assert [claim.id for claim in self.claim(store, now=make.later(20))] == [self.id_of("one")]

    def test_asked_for_at_that_very_moment_it_is_not_lost(self, store: Store) -> None:
        """Whichever comes first, that nothing was to do or that it is asked for: it is due afterwards."""
        self.put(store, *_NAMES)
        self.claim(store)

        at_once(
            *(lambda name=name: self._settle(store, name, Status.IGNORED) for name in _NAMES),
            *(lambda name=name: self.put(store, name) for name in _NAMES),
        )

        assert {claim.id for claim in self.claim(store, "w2")} == set(map(self.id_of, _NAMES))

    def _put_off(self, store: Store, due_at: datetime | None) -> datetime | None:
        """Take the one, give it back until then, and tell what was known of it when it was taken."""
        (claim,) = self.claim(store, now=make.later(200))
        assert isinstance(claim, ClaimedFollowUp)
        store.follow_ups.release([claim.id], worker="w1", due_at=due_at)
        return claim.first_put_off_to

    def _settle(self, store: Store, name: str, status: Status) -> None:
        settlement = make.settlement(id=self.id_of(name), status=status)
        with store.unit_of_work.begin() as transaction:
            transaction.settle_follow_ups([settlement], worker="w1")
