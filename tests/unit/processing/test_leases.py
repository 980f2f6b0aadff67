"""A store that goes away and a worker that dies lose no event, and do none twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import attrs
import pytest

from openphone_crm.errors import UnavailableError
from openphone_crm.memory.inbox import MemoryInbox
from openphone_crm.priority import Priority
from openphone_crm.testing import events
from openphone_crm.time_limits import TimeLimits
from openphone_crm.work_records import Status
from openphone_crm.working_set import Changes
from tests.unit.processing.shop import Shop

LEASE = TimeLimits().lease
AWAY = UnavailableError("database", "gone")


def test_claims_are_given_back_when_the_store_goes_away(shop: Shop) -> None:
    """The error is passed on, no attempt is counted, and another worker can take the events at once."""
    shop.receive(events.message_received("a"), events.message_received("b"))
    shop.transactions.before_save = _fail_with_unavailable

    with pytest.raises(UnavailableError):
        shop.work()
    shop.transactions.before_save = lambda _: None

    assert shop.statuses() == {Status.PENDING}
    assert shop.problems == []
    assert shop.work() == 2
    assert sorted(shop.texts()) == ["a", "b"]


def test_claims_are_given_back_when_the_store_is_back(shop: Shop) -> None:
    """What could not be given back while the store was away is worked on at once then, and not alone."""
    shop.receive(events.message_received("a"), events.message_received("b"))
    inbox = InboxThatGoes(shop.crm.inbox._store)
    processing = attrs.evolve(shop.processing, inbox=inbox)
    inbox.is_away, shop.transactions.before_save = True, _fail_with_unavailable
    with pytest.raises(UnavailableError):
        processing.drain(Priority.CRITICAL, worker="w1", should_stop=lambda: False)
    inbox.is_away, shop.transactions.before_save = False, lambda _: None
    begun: list[None] = []
    shop.transactions.before_begin = lambda: begun.append(None)

    worked = processing.drain(Priority.CRITICAL, worker="w1", should_stop=lambda: False)

    assert (worked, len(begun)) == (2, 1)
    assert shop.statuses() == {Status.PROCESSED}
    assert shop.problems == []


def test_each_worker_gives_back_its_own(shop: Shop) -> None:
    """Where threads share the processing, another worker's turn does not forget what this one holds."""
    shop.receive(events.message_received("a"))
    inbox = InboxThatGoes(shop.crm.inbox._store)
    processing = attrs.evolve(shop.processing, inbox=inbox)
    inbox.is_away, shop.transactions.before_save = True, _fail_with_unavailable
    with pytest.raises(UnavailableError):
        processing.drain(Priority.CRITICAL, worker="w1", should_stop=lambda: False)
    inbox.is_away, shop.transactions.before_save = False, lambda _: None

    processing.drain(Priority.STANDARD, worker="w2", should_stop=lambda: False)
    worked = processing.drain(Priority.CRITICAL, worker="w1", should_stop=lambda: False)

    assert worked == 1
    assert shop.statuses() == {Status.PROCESSED}


def test_what_is_left_of_a_failed_batch_is_given_back(shop: Shop) -> None:
    """When the store goes away while a batch is done one by one, only what is left is given back."""
    ids = shop.receive(*(events.message_received(text) for text in ("a", "b", "c")))
    saves: list[None] = []

    def fail(_: Changes) -> None:
        saves.append(None)
        if len(saves) == 1:
            raise ValueError
        if len(saves) == 3:
            raise AWAY

    shop.transactions.before_save = fail
    with pytest.raises(UnavailableError):
        shop.work()

    assert [shop.event(event_id).event.status for event_id in ids] == [
        Status.PROCESSED,
        Status.PENDING,
        Status.PENDING,
    ]
    assert [len(shop.event(event_id).attempts) for event_id in ids] == [1, 0, 0]


def test_a_slow_worker_leaves_what_was_taken_over(shop: Shop) -> None:
    """A worker that wakes after its lease saves nothing of what is another's, and gives the rest back."""
    ids = shop.receive(*(events.message_received(text) for text in ("a", "b", "c")))
    taken: list[str] = []

    def sleep() -> None:
        if not taken:
            now = shop.clock.advance(LEASE + timedelta(seconds=1))
            event = shop.crm.inbox.claim_alone(Priority.CRITICAL, worker="w2", now=now, lease=LEASE)
            taken.append(event.id if event else "")

    shop.transactions.before_begin = sleep
    for _ in range(2):
        shop.processing.work_batches(Priority.CRITICAL, worker="w1")

    statuses = {str(event_id): shop.event(event_id).event.status for event_id in ids}
    assert statuses.pop(taken[0]) is Status.PROCESSING
    assert set(statuses.values()) == {Status.PROCESSED}
    assert len(shop.texts()) == 2
    assert shop.problems == []


def test_a_lost_event_is_worked_on_alone(shop: Shop) -> None:
    """Events of a worker that died are taken one by one, each in a transaction of its own."""
    shop.receive(*(events.message_received(text) for text in ("a", "b", "c")))
    _die(shop)
    begun: list[None] = []
    shop.transactions.before_begin = lambda: begun.append(None)
    shop.clock.advance(LEASE + timedelta(seconds=1))

    worked = shop.work()

    assert (worked, len(begun)) == (3, 3)
    assert shop.statuses() == {Status.PROCESSED}


def test_lost_events_are_taken_up_for_as_long_as_the_batches_took(shop: Shop) -> None:
    """Where batches take long, a few lost events between two of them would be too few."""
    shop.receive(*(events.message_received(f"{number}") for number in range(30)))
    _die(shop)
    shop.clock.advance(LEASE + timedelta(seconds=1))
    shop.transactions.before_begin = lambda: _pass(shop, seconds=0.4)

    worked = shop.processing.work_alone(Priority.CRITICAL, worker="w1", spend=timedelta(seconds=10))

    assert worked == 25


def test_nothing_is_lost_within_the_lease(shop: Shop) -> None:
    """As long as a lease runs, nobody else works on its event."""
    shop.receive(events.message_received())
    _die(shop)
    shop.clock.advance(LEASE - timedelta(seconds=1))

    worked = shop.work()

    assert worked == 0


def test_losing_a_process_is_no_retry(shop: Shop) -> None:
    """An event whose first worker died has used none of its retries."""
    (event_id,) = shop.receive(events.message_received())
    _die(shop)
    shop.clock.advance(LEASE + timedelta(seconds=1))

    shop.work()

    assert shop.event(event_id).event.retry_count == 0


def test_a_lost_event_that_cannot_be_read_fails_alone(shop: Shop) -> None:
    """A lost event with an unreadable payload is a dead letter, and the next one is worked on."""
    event_id = shop.receive_payload({"type": "message.received", "data": {"resource": {}}})
    shop.receive(events.message_received("fine"))
    _die(shop)
    shop.clock.advance(LEASE + timedelta(seconds=1))

    worked = shop.work()

    assert worked == 2
    assert shop.event(event_id).event.status is Status.FAILED
    assert shop.texts() == ["fine"]


def test_a_store_that_is_away_when_a_lost_event_is_worked_on(shop: Shop) -> None:
    """The error is passed on, and the event is lost again later."""
    shop.receive(events.message_received("a"))
    _die(shop)
    shop.clock.advance(LEASE + timedelta(seconds=1))
    shop.transactions.before_save = _fail_with_unavailable

    with pytest.raises(UnavailableError):
        shop.work()
    shop.transactions.before_save = lambda _: None
    shop.clock.advance(LEASE + timedelta(seconds=1))

    assert shop.work() == 1
    assert shop.texts() == ["a"]


class InboxThatGoes(MemoryInbox):
    """An inbox that can be away when something is given back."""

    is_away = False

    def release(self, ids: Collection[str], *, worker: str, due_at: datetime | None = None) -> None:
        """Give back, unless away."""
        if self.is_away:
            raise AWAY
        super().release(ids, worker=worker, due_at=due_at)


def _pass(shop: Shop, *, seconds: float) -> None:
    shop.clock.advance(seconds=seconds)


def _die(shop: Shop) -> None:
    """Claim everything, and never be heard of again."""
    shop.crm.inbox.claim(Priority.CRITICAL, worker="dead", now=shop.clock.now(), lease=LEASE, limit=200)


def _fail_with_unavailable(_: Changes) -> None:
    raise AWAY
