"""Events that are due become the CRM."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import CUSTOMER_NUMBER, Line
from openphone_crm.views import CallFilter, ConversationFilter
from openphone_crm.work_records import Status
from tests.unit.processing.shop import Shop


@pytest.mark.parametrize("generation", list(Generation))
def test_a_text_becomes_a_conversation(shop: Shop, generation: Generation) -> None:
    """A text of any generation stands in the conversation with its sender, unread and to be answered."""
    (event_id,) = shop.receive(events.message_received("Is it ready?"), generation=generation)

    worked = shop.work()

    (view,) = shop.crm.conversations.find(ConversationFilter(), PageRequest()).items
    assert worked == 1
    assert (view.phone_number, view.our_number) == (CUSTOMER_NUMBER, Line().number)
    assert (view.last_item.text, view.unread_count, view.needs_reply) == ("Is it ready?", 1, True)
    assert view.contact is not None
    assert (shop.event(event_id).event.status, shop.problems) == (Status.PROCESSED, [])


def test_an_attempt_is_logged(shop: Shop) -> None:
    """A processed event tells who worked on it, when, and with what success."""
    (event_id,) = shop.receive(events.message_received())

    shop.work()

    detail = shop.event(event_id)
    (attempt,) = detail.attempts
    assert (attempt.number, attempt.worker, attempt.outcome) == (1, "w1", "processed")
    assert detail.event.processed_at == attempt.started_at == shop.clock.now()
    assert detail.event.error_message is None


def test_a_batch_is_worked_on_together(shop: Shop) -> None:
    """Events of one batch see each other's effects: one contact, one conversation, in one transaction."""
    begun: list[None] = []
    shop.transactions.before_begin = lambda: begun.append(None)
    shop.receive(*(events.message_received(f"{number}") for number in range(20)))

    worked = shop.work()

    (view,) = shop.crm.conversations.find(ConversationFilter(), PageRequest()).items
    assert (worked, len(begun), view.unread_count) == (20, 1, 20)


def test_a_known_type_without_effect_is_processed(shop: Shop) -> None:
    """A task is no business of the CRM, and is done."""
    (event_id,) = shop.receive(events.task_assigned())

    shop.work()

    assert shop.event(event_id).event.status is Status.PROCESSED
    assert shop.texts() == []


def test_only_what_is_due_is_worked_on(shop: Shop) -> None:
    """A summary waits for the end of its minute."""
    shop.receive(events.call_summary_completed())

    at_once = shop.work()
    shop.clock.advance(seconds=60)

    assert (at_once, shop.work()) == (0, 1)


def test_only_one_priority_is_worked_on(shop: Shop) -> None:
    """A worker of one priority leaves the others alone."""
    shop.receive(events.message_received(), events.message_delivered())

    worked = shop.work(Priority.STANDARD)

    assert worked == 1
    assert shop.crm.inbox.due(shop.clock.now()) == {Priority.CRITICAL}


def test_draining_goes_on_until_nothing_is_due(shop: Shop) -> None:
    """More events than fit in a batch are all worked on."""
    shop.receive(*(events.message_received(f"{number}") for number in range(250)))

    worked = shop.work(Priority.CRITICAL)

    assert worked == 250
    assert shop.crm.inbox.due(shop.clock.now()) == frozenset()


def test_draining_stops_between_batches_when_told(shop: Shop) -> None:
    """A worker that is told to stop ends the batch in hand and leaves the rest as it is."""
    shop.receive(*(events.message_received(f"{number}") for number in range(250)))
    answers = iter([False, True])

    worked = shop.processing.drain(Priority.CRITICAL, worker="w1", should_stop=lambda: next(answers, True))

    assert worked == 200
    assert shop.statuses() == {Status.PROCESSED, Status.PENDING}


def test_draining_does_not_begin_when_told(shop: Shop) -> None:
    """A worker that is told to stop at once claims nothing."""
    shop.receive(events.message_received())

    worked = shop.processing.drain(Priority.CRITICAL, worker="w1", should_stop=lambda: True)

    assert (worked, shop.statuses()) == (0, {Status.PENDING})


def test_what_an_operator_should_know_is_told_after_the_commit(shop: Shop) -> None:
    """A number that stays with another contact is told to the process log, masked, once it is committed."""
    told: list[tuple[str, set[Status]]] = []
    shop.processing = attrs.evolve(
        shop.processing, on_notice=lambda notice: told.append((notice, shop.statuses()))
    )
    ben = events.contact_updated("Ben", id="two", phone_numbers=("+14255550122",))
    greedy = events.contact_updated("Ben", id="two", phone_numbers=("+14255550122", CUSTOMER_NUMBER))
    shop.tell(events.contact_updated("Ann", id="one"), ben)

    shop.tell(greedy)

    ((notice, statuses),) = told
    assert "stays with contact" in notice
    assert CUSTOMER_NUMBER not in notice
    assert statuses == {Status.PROCESSED}


def test_a_missed_call_is_a_call_to_return(shop: Shop) -> None:
    """A call that nobody took is unread, and listed as missed."""
    shop.tell(events.call_missed())

    (view,) = shop.crm.conversations.find(ConversationFilter(unread=True), PageRequest()).items
    (call,) = shop.crm.calls.find(CallFilter(), PageRequest()).items
    assert (view.last_item.text, view.needs_reply) == ("Call: Missed", True)
    assert (call.outcome.value, call.contact_id) == ("missed", view.contact and view.contact.id)
