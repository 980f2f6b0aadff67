"""What goes wrong with one event stays with that event."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.priority import Priority
from openphone_crm.testing import REMOVED, Generation, events, render
from openphone_crm.work_records import Status
from openphone_crm.working_set import Changes
from tests.unit.processing.shop import Shop


class PoisonError(Exception):
    """What a handler or a store never thought of."""


def poisoned(changes: Changes) -> None:
    """Fail whenever the poison is among the changes."""
    if any(message.text == "poison" for message in changes.messages):
        raise PoisonError("cannot digest this")  # noqa: TRY003 - only this test tells it


def test_only_the_culprit_of_a_batch_fails(shop: Shop) -> None:
    """When a batch fails it is done again one by one: the poison waits for its retry, the others are done."""
    shop.transactions.before_save = poisoned
    happenings = [events.message_received(text) for text in ("a", "b", "poison", "c", "d")]
    ids = shop.receive(*happenings)

    worked = shop.work()

    statuses = [shop.event(event_id).event.status for event_id in ids]
    assert worked == 5
    assert statuses == [Status.PROCESSED] * 2 + [Status.PENDING] + [Status.PROCESSED] * 2
    assert sorted(shop.texts()) == ["a", "b", "c", "d"]
    assert shop.notices == ["a batch of 5 is done one by one after PoisonError"]


def test_a_failure_is_told(shop: Shop) -> None:
    """A failed event shows its error, and the process log hears of the exception itself."""
    shop.transactions.before_save = poisoned
    (event_id,) = shop.receive(events.message_received("poison"))

    shop.work()

    detail = shop.event(event_id)
    assert detail.event.error_message == "cannot digest this"
    (attempt,) = detail.attempts
    assert (attempt.outcome, attempt.error_class, attempt.message) == (
        "failed",
        "PoisonError",
        "cannot digest this",
    )
    (problem,) = shop.problems
    assert (problem.work_id, problem.kind) == (event_id, "message.received")
    assert (type(problem.error), problem.is_final) == (PoisonError, False)


def test_retries_come_after_60_120_and_240_seconds(shop: Shop) -> None:
    """An event is tried four times, a fifth of the wait early or late, and is then a dead letter."""
    shop.transactions.before_save = poisoned
    (event_id,) = shop.receive(events.message_received("poison"))
    shop.work()

    for number, wait in enumerate((60, 120, 240), start=1):
        event = shop.event(event_id).event
        assert (event.status, event.retry_count) == (Status.PENDING, number)
        shop.clock.advance(seconds=wait * 0.8 - 0.001)
        assert shop.work() == 0
        shop.clock.advance(seconds=wait * 0.4 + 0.002)
        assert shop.work() == 1

    detail = shop.event(event_id)
    assert (detail.event.status, detail.event.retry_count) == (Status.FAILED, 3)
    assert [attempt.number for attempt in detail.attempts] == [1, 2, 3, 4]
    assert [problem.is_final for problem in shop.problems] == [False, False, False, True]
    shop.clock.advance(timedelta(days=30))
    assert shop.work() == 0


def test_a_retry_that_goes_well_is_a_success(shop: Shop) -> None:
    """An event that failed once and then went well is processed, and its error is gone."""
    shop.transactions.before_save = poisoned
    (event_id,) = shop.receive(events.message_received("poison"))
    shop.work()

    shop.transactions.before_save = lambda _: None
    shop.clock.advance(seconds=72)
    shop.work()

    detail = shop.event(event_id)
    assert (detail.event.status, detail.event.retry_count) == (Status.PROCESSED, 1)
    assert detail.event.error_message is None
    assert [attempt.outcome for attempt in detail.attempts] == ["failed", "processed"]
    assert shop.texts() == ["poison"]


@pytest.mark.parametrize("generation", [Generation.APP_V3, Generation.API_V4, Generation.DATED])
def test_an_unreadable_payload_fails_at_once(shop: Shop, generation: Generation) -> None:
    """A known type whose payload cannot be read is a dead letter after one attempt; others go on."""
    field = "data.resource.id" if generation is Generation.DATED else "data.object.id"
    unreadable = render(events.message_received("no id"), generation, {field: REMOVED})
    event_id = shop.receive_payload(unreadable, generation)
    shop.receive(events.message_received("fine"))

    shop.work()

    detail = shop.event(event_id)
    assert (detail.event.status, detail.event.retry_count) == (Status.FAILED, 0)
    assert [attempt.error_class for attempt in detail.attempts] == ["PayloadError"]
    assert [problem.is_final for problem in shop.problems] == [True]
    assert shop.texts() == ["fine"]


def test_a_batch_of_which_nothing_can_be_read(shop: Shop) -> None:
    """Where nothing is left to decide on, no transaction is begun."""
    begun: list[None] = []
    shop.transactions.before_begin = lambda: begun.append(None)
    shop.receive_payload({"type": "message.received", "data": {"resource": {}}})

    worked = shop.work()

    assert (worked, begun, len(shop.problems)) == (1, [], 1)


def test_an_error_without_words_is_named(shop: Shop) -> None:
    """An exception that says nothing is told by its class."""

    def fail(_: Changes) -> None:
        raise PoisonError

    shop.transactions.before_save = fail
    (event_id,) = shop.receive(events.message_received())

    shop.work(Priority.CRITICAL)

    assert shop.event(event_id).event.error_message == "PoisonError"


def test_an_error_shows_no_phone_number(shop: Shop) -> None:
    """Every reader sees why an event failed, and not whose it is."""

    def fail(_: Changes) -> None:
        raise PoisonError("cannot ring +12065550100")  # noqa: TRY003 - only this test tells it

    shop.transactions.before_save = fail
    (event_id,) = shop.receive(events.message_received())

    shop.work()

    detail = shop.event(event_id)
    assert detail.event.error_message == detail.attempts[0].message == "cannot ring +*********00"


def test_a_long_error_is_cut(shop: Shop) -> None:
    """An exception that holds a whole document does not fill the table."""

    def fail(_: Changes) -> None:
        raise PoisonError("x" * 100_000)

    shop.transactions.before_save = fail
    (event_id,) = shop.receive(events.message_received())

    shop.work(Priority.CRITICAL)

    assert len(shop.event(event_id).event.error_message or "") == 2000
