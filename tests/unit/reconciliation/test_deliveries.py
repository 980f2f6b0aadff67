"""Deliveries that only OpenPhone's log knows of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from openphone_crm.paging import PageRequest
from openphone_crm.reconciliation.runs import DELIVERY, Tally
from openphone_crm.remote import LoggedDelivery, Registration, Surface
from openphone_crm.testing import Generation, events, render
from openphone_crm.testing.happenings import NOON, Happening
from openphone_crm.views import ContactFilter, EventFilter
from tests.unit.reconciliation.shop import OURS, GappyShop


def registered(shop: GappyShop, url: str = OURS) -> Registration:
    """Have a webhook."""
    return shop.openphone.create(Surface.DATED, url=url, events=["contact.updated"], label="test")


def logged(
    shop: GappyShop, to: Registration, happening: Happening, *, at: datetime = NOON, name: str = "msg_1"
) -> str:
    """Have a delivery stand in the log of a webhook, that never came here."""
    payload = render(happening, Generation.DATED)
    entry = LoggedDelivery(
        id=name,
        event_type=happening.type,
        created_at=at,
        is_delivered=False,
        is_given_up=True,
        resource_id=f"about {name}",
    )
    shop.openphone.log.setdefault(to.id, []).append(entry)
    shop.openphone.payloads[name] = payload
    return name


def names(shop: GappyShop) -> list[str]:
    """Tell the names of all contacts."""
    return sorted(
        contact.name or "" for contact in shop.crm.contacts.find(ContactFilter(), PageRequest(9)).items
    )


def test_what_was_done_to_contacts_is_brought(shop: GappyShop) -> None:
    """As if it had been delivered: under its own type and key."""
    shop.tell(events.message_received("Hi", created_at=NOON))
    logged(shop, registered(shop), events.contact_updated("Ann", last_name="Lee", updated_at=NOON))

    run = shop.reconcile()

    event = shop.crm.events.find(EventFilter(), PageRequest(9)).items[0]
    assert names(shop) == ["Ann Lee"]
    assert run.tallies[DELIVERY] == Tally(1, 1, 1)
    assert (event.event_type, event.openphone_type) == ("contact.updated", "contact.updated")
    assert shop.crm.receipts.known(["msg_1"]) == {"msg_1"}


def test_found_again_it_is_not_missing(shop: GappyShop) -> None:
    """Nor is its payload asked for."""
    logged(shop, registered(shop), events.contact_updated("Ann", updated_at=NOON))
    shop.reconcile()
    shop.openphone.requests.clear()

    run = shop.reconcile()

    assert run.tallies[DELIVERY] == Tally(1, 0, 0)
    assert not [each for each in shop.openphone.requests if each.startswith("payload")]


def test_delivered_late_it_changes_nothing(shop: GappyShop) -> None:
    """The delivery is known by its id, and answered as a duplicate."""
    logged(shop, registered(shop), events.contact_updated("Ann", updated_at=NOON))
    shop.reconcile()

    delivery = shop.intake.trusted(b"{}", delivery_key="msg_1")
    (stored,) = shop.intake.store([delivery])

    assert stored.is_new is False


def test_messages_and_calls_are_left_to_the_lists(shop: GappyShop) -> None:
    """They show them as they are now; a test event is about nothing that happened."""
    ours = registered(shop)
    logged(shop, ours, events.message_received("Hi", created_at=NOON), name="msg_1")
    logged(shop, ours, events.call_completed(), name="msg_2")
    shop.openphone.log[ours.id].append(
        LoggedDelivery(id="msg_3", event_type="contact.updated", created_at=NOON, is_delivered=True)
    )

    run = shop.reconcile()

    assert DELIVERY not in run.tallies
    assert shop.healed == []


@pytest.mark.parametrize("minutes", [-60 * 24 * 200, 60])
def test_what_is_outside_the_window_is_left_alone(shop: GappyShop, minutes: int) -> None:
    """Before it, and after it."""
    at = NOON + timedelta(minutes=minutes)
    logged(shop, registered(shop), events.contact_updated("Ann", updated_at=at), at=at)

    run = shop.reconcile()

    assert run.tallies == {}


def test_webhooks_of_others_are_left_alone(shop: GappyShop) -> None:
    """Their deliveries are not ours, though they tell of the same."""
    logged(
        shop, registered(shop, "https://other.example/hook"), events.contact_updated("Ann", updated_at=NOON)
    )

    run = shop.reconcile()

    assert run.tallies == {}


def test_every_page_of_every_webhook_is_looked_at(shop: GappyShop) -> None:
    """Two of ours, with more deliveries than a page holds; one whose payload is gone is left out."""
    for number in range(2):
        ours = registered(shop)
        for each in range(60):
            card = events.contact_updated(f"Ann {each}", phone_numbers=(), updated_at=NOON)
            logged(shop, ours, card, name=f"msg_{number}_{each}")
    del shop.openphone.payloads["msg_1_7"]

    run = shop.reconcile()

    assert run.tallies[DELIVERY] == Tally(120, 120, 119)


def test_the_older_api_keeps_no_log() -> None:
    """Nothing is asked for."""
    shop = GappyShop(Surface.V1)

    run = shop.reconcile()

    assert run.tallies == {}
    assert not [each for each in shop.openphone.requests if each.startswith("registrations")]
