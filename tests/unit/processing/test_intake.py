"""Deliveries are verified, stored once, and named before anything is worked on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import attrs
import pytest

from openphone_crm.errors import BodyError, SignatureError, UnstorableError
from openphone_crm.inbox_records import Arrival, Stored
from openphone_crm.intake import Delivery, Intake
from openphone_crm.memory.events import MemoryEventReader
from openphone_crm.memory.inbox import MemoryInbox
from openphone_crm.memory.store import Store
from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, events, render
from openphone_crm.webhooks import SigningKeys, sign_standard
from openphone_crm.work_records import Status
from tests.unit.processing.shop import STANDARD_KEY, Shop

LONG_NUMBER = "0.12345678901234567890123456789012345"


class PickyInbox(MemoryInbox):
    """An inbox that refuses a number which some database cannot hold."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.calls: list[int] = []

    def add(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Refuse, or store."""
        self.calls.append(len(arrivals))
        if any(f": {LONG_NUMBER}" in arrival.payload for arrival in arrivals):
            raise UnstorableError(LONG_NUMBER)
        return super().add(arrivals)


@pytest.mark.parametrize("generation", list(Generation))
def test_a_delivery_is_stored(shop: Shop, generation: Generation) -> None:
    """A signed delivery of any generation is stored, pending, with its exact bytes."""
    delivery = shop.sign(render(events.message_received("Hi"), generation), generation)

    stored = shop.intake.receive(delivery.headers, delivery.body)

    assert stored.is_new
    event = shop.event(stored.id).event
    assert (event.status, event.event_type) == (Status.PENDING, "message.received")
    (claimed,) = shop.crm.inbox.claim(
        Priority.CRITICAL, worker="w1", now=shop.clock.now(), lease=timedelta(seconds=1), limit=9
    )
    assert claimed.body == delivery.body


@pytest.mark.parametrize("generation", [Generation.APP_V3, Generation.DATED])
def test_a_repeated_delivery_is_a_duplicate(shop: Shop, generation: Generation) -> None:
    """The same delivery again is answered with the id of the first, and worked on once."""
    delivery = shop.sign(render(events.message_received("Hi"), generation), generation)

    answers = [shop.intake.receive(delivery.headers, delivery.body) for _ in range(3)]

    assert [answer.is_new for answer in answers] == [True, False, False]
    assert len({answer.id for answer in answers}) == 1
    assert shop.work() == 1
    assert shop.texts() == ["Hi"]


def test_what_is_not_signed_is_not_stored(shop: Shop) -> None:
    """A delivery that was changed on its way is refused, and nothing is kept of it."""
    delivery = shop.sign(render(events.message_received("Hi"), Generation.DATED))

    with pytest.raises(SignatureError):
        shop.intake.receive(delivery.headers, delivery.body.replace(b"Hi", b"Ha"))

    assert shop.statuses() == set()


def test_what_is_no_json_object_is_not_stored(shop: Shop) -> None:
    """A signed body that is no JSON object is refused, and nothing is kept of it."""
    body = b'["no", "object"]'
    headers = sign_standard(body, key=STANDARD_KEY, delivery_id="msg_1", at=shop.clock.now())

    with pytest.raises(BodyError):
        shop.intake.receive(headers, body)

    assert shop.statuses() == set()


def test_an_unknown_type_is_kept_and_ignored(shop: Shop) -> None:
    """An event of a type that nobody knows is stored, and nobody works on it."""
    (event_id,) = shop.receive(events.unknown_event("conversation.snoozed"))

    worked = shop.work()

    assert worked == 0
    event = shop.event(event_id).event
    assert (event.status, event.event_type) == (Status.IGNORED, "conversation.snoozed")


def test_low_events_are_due_together(shop: Shop) -> None:
    """Low events wait for the end of their minute; what is critical is due at once."""
    shop.receive(events.call_summary_completed(), events.message_received())

    now, in_a_minute = (shop.crm.inbox.due(shop.clock.advance(seconds=after)) for after in (0, 60))

    assert now == {Priority.CRITICAL}
    assert in_a_minute == {Priority.CRITICAL, Priority.LOW}


def test_keys_are_asked_for_each_delivery(shop: Shop) -> None:
    """A key that was registered a moment ago is used at once."""
    keys = [SigningKeys(), SigningKeys.parse(STANDARD_KEY)]
    intake = Intake(inbox=shop.crm.inbox, clock=shop.clock, keys=lambda: keys.pop(0))
    delivery = shop.sign(render(events.message_received(), Generation.DATED))

    with pytest.raises(SignatureError):
        intake.receive(delivery.headers, delivery.body)
    stored = intake.receive(delivery.headers, delivery.body)

    assert stored.is_new


def test_what_the_store_refuses_is_stored_in_the_plainest_form(shop: Shop) -> None:
    """Of deliveries that are stored together, one that is refused takes no other with it."""
    store = Store()
    inbox = PickyInbox(store)
    intake = attrs.evolve(shop.intake, inbox=inbox)
    bodies = [f'{{"type": "message.received", "n": {number}}}' for number in ("1", LONG_NUMBER, "2")]

    stored = intake.store([_opened(shop, body.encode()) for body in bodies])

    details = [MemoryEventReader(store).get(one.id) for one in stored]
    assert [one.is_new for one in stored] == [True] * 3
    assert inbox.calls == [3, 1, 1, 1, 1]
    assert [f'"{LONG_NUMBER}"' in str(detail) for detail in details] == [False, True, False]


def _opened(shop: Shop, body: bytes) -> Delivery:
    headers = sign_standard(body, key=STANDARD_KEY, delivery_id=f"msg_{hash(body)}", at=shop.clock.now())
    return shop.intake.open(headers, body)
