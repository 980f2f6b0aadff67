"""An event that ends or hangs its worker is found out, and nobody else is blamed or held up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest

from openphone_crm.attempts import Problem
from openphone_crm.errors import UnavailableError
from openphone_crm.ids import EventId
from openphone_crm.testing import events
from openphone_crm.time_limits import TimeLimits
from openphone_crm.work_records import Status
from openphone_crm.working_set import Changes
from tests.unit.processing.shop import Shop

LIMITS = TimeLimits()


class ProcessEnded(BaseException):
    """Stands for the end of the process: nothing here catches it, and nothing is given back."""


def end_process(changes: Changes) -> None:
    """End the process whenever the poison is among the changes."""
    if any(message.text == "poison" for message in changes.messages):
        raise ProcessEnded


@pytest.fixture
def poisoned(shop: Shop) -> Shop:
    """Lend a shop whose workers are ended by poison."""
    shop.transactions.before_save = end_process
    return shop


def work_for(shop: Shop, time: timedelta) -> int:
    """Have one worker after the other work for so long, and count those that were lost."""
    ends, lost = shop.clock.now() + time, 0
    while shop.clock.now() < ends:
        try:
            shop.work()
        except ProcessEnded:
            lost += 1
        shop.clock.advance(seconds=5)
    return lost


def statuses(shop: Shop, ids: Sequence[EventId]) -> list[Status]:
    """How far these events are."""
    return [shop.event(event_id).event.status for event_id in ids]


def test_poison_ends_up_in_the_dead_letters(poisoned: Shop) -> None:
    """An event that ends each of its workers is tried four times by itself, and then no more."""
    (event_id,) = poisoned.receive(events.message_received("poison"))

    lost = work_for(poisoned, timedelta(minutes=15))

    detail = poisoned.event(event_id)
    assert detail.event.status is Status.FAILED
    assert [attempt.outcome for attempt in detail.attempts] == ["lost"] * 4
    assert [attempt.number for attempt in detail.attempts] == [1, 2, 3, 4]
    assert lost == 5  # the first time it was in a batch, and blamed for nothing
    assert detail.event.error_message == "worker w1 died or hung while it worked on nothing else"


def test_retries_of_poison_wait_as_all_retries_do(poisoned: Shop) -> None:
    """Between two tries of what ended its worker lies what the retry policy says, beside the lease."""
    (event_id,) = poisoned.receive(events.message_received("poison"))

    work_for(poisoned, timedelta(minutes=15))

    starts = [attempt.started_at for attempt in poisoned.event(event_id).attempts]
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(starts)]
    for wait, delay in zip(waits, (60, 120, 240), strict=True):
        assert 0.8 * delay + 30 <= wait <= 1.2 * delay + 30 + 10


def test_losing_a_process_is_no_retry(poisoned: Shop) -> None:
    """`retry_count` counts what failed here, not the processes that were lost."""
    (event_id,) = poisoned.receive(events.message_received("poison"))

    work_for(poisoned, timedelta(minutes=15))

    assert poisoned.event(event_id).event.retry_count == 0


def test_neighbours_of_poison_are_done_and_not_blamed(poisoned: Shop) -> None:
    """Whatever was in a batch with poison is processed in its first attempt, within a minute."""
    texts = ["a", "b", "poison", "c", "d"]
    ids = poisoned.receive(*map(events.message_received, texts))

    work_for(poisoned, timedelta(minutes=1))

    neighbours = [event_id for event_id, text in zip(ids, texts, strict=True) if text != "poison"]
    assert set(statuses(poisoned, neighbours)) == {Status.PROCESSED}
    assert {len(poisoned.event(event_id).attempts) for event_id in neighbours} == {1}


def test_poison_holds_up_nobody_who_comes_later(poisoned: Shop) -> None:
    """While poison waits for its next try, what arrives is done at once."""
    poisoned.receive(events.message_received("poison"))
    work_for(poisoned, timedelta(seconds=40))

    ids = poisoned.receive(*(events.message_received(text) for text in "abc"))
    poisoned.work()

    assert set(statuses(poisoned, ids)) == {Status.PROCESSED}


def test_poison_is_tried_alone_only(poisoned: Shop) -> None:
    """What was lost alone never shares a batch again, so that later neighbours are not lost with it."""
    poisoned.receive(events.message_received("poison"))
    work_for(poisoned, timedelta(seconds=80))
    ids = poisoned.receive(*(events.message_received(text) for text in "abc"))
    poisoned.clock.advance(seconds=80)

    with pytest.raises(ProcessEnded):
        poisoned.work()

    assert set(statuses(poisoned, ids)) == {Status.PROCESSED}


def test_an_innocent_event_survives_the_workers_it_loses(shop: Shop) -> None:
    """An event that lost three workers for other reasons is processed by the fourth."""
    (event_id,) = shop.receive(events.message_received("innocent"))
    killed: list[None] = []

    def kill(_: Changes) -> None:
        killed.append(None)
        if len(killed) <= 3:
            raise ProcessEnded

    shop.transactions.before_save = kill
    work_for(shop, timedelta(minutes=15))

    detail = shop.event(event_id)
    assert (detail.event.status, detail.event.retry_count) == (Status.PROCESSED, 0)
    assert [attempt.outcome for attempt in detail.attempts] == ["lost", "lost", "processed"]


def test_a_store_that_is_away_is_no_loss(shop: Shop) -> None:
    """An event that is given back while it is tried alone is not nearer to the dead letters."""
    (event_id,) = shop.receive(events.message_received("innocent"))
    shop.transactions.before_save = lambda _: _raise(ProcessEnded())
    with pytest.raises(ProcessEnded):
        shop.work()
    shop.transactions.before_save = lambda _: _raise(UnavailableError("database", "gone"))
    for _ in range(20):
        shop.clock.advance(LIMITS.lease + timedelta(seconds=1))
        with pytest.raises(UnavailableError):
            shop.work()

    shop.transactions.before_save = lambda _: None
    shop.work()

    assert shop.event(event_id).event.status is Status.PROCESSED
    assert [attempt.outcome for attempt in shop.event(event_id).attempts] == ["processed"]


def test_every_loss_is_told(poisoned: Shop) -> None:
    """The process log hears of each try that was lost, and which was the last."""
    poisoned.receive(events.message_received("poison"))

    work_for(poisoned, timedelta(minutes=15))

    told: list[Problem] = poisoned.problems
    assert [type(problem.error).__name__ for problem in told] == ["WorkerLostError"] * 4
    assert [problem.is_final for problem in told] == [False, False, False, True]


def _raise(error: BaseException) -> None:
    raise error
