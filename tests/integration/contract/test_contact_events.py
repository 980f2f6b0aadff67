"""Edits that a person makes in Quo: written at once, and never against what is newer or ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.integration.contract.dated import dated_contact
from tests.integration.contract.legacy import app_contact, app_event, app_text
from tests.integration.contract.numbers import Numbers, moment, unused_number
from tests.integration.contract.shop import Json, Shop


def openphone_id() -> str:
    """Give an id of a contact, without the `CT` that webhooks put before it."""
    return uuid4().hex[:24]


def contact_of(shop: Shop, number: str) -> Json:
    """Find the one contact with a number."""
    (contact,) = shop.listed("contacts", phone_number=number)
    return contact


def history(shop: Shop, contact: Json, field: str) -> list[Json]:
    """Read what happened to one field of a contact, newest first."""
    entries = shop.listed(f"contacts/{contact['id']}/history")
    return [entry for entry in entries if entry["field"] == field]


def around_now(**delta: Any) -> str:  # noqa: ANN401 - whatever timedelta takes
    """Write a time near the present."""
    return (datetime.now(UTC) + timedelta(**delta)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_an_edit_is_written_at_once(shop: Shop, numbers: Numbers) -> None:
    """The contact with that number takes the name, and the history says that it came from OpenPhone."""
    shop.receive(app_text(numbers))

    shop.receive(app_contact(numbers.customer, id_=openphone_id(), company="Lee Ltd"))

    contact = contact_of(shop, numbers.customer)
    assert (contact["name"], contact["company"]) == ("Ann Lee", "Lee Ltd")
    conversation = shop.conversation(numbers)
    assert conversation["contact"] == {
        "id": contact["id"],
        "name": "Ann Lee",
        "phone_number": numbers.customer,
    }
    (change,) = history(shop, contact, "name")
    assert (change["old"], change["new"], change["source_kind"]) == (None, "Ann Lee", "openphone")
    assert change.keys() == {
        "id",
        "field",
        "old",
        "new",
        "source_kind",
        "source_id",
        "quote",
        "by",
        "at",
    }


def test_a_new_contact_is_made(shop: Shop, numbers: Numbers) -> None:
    """A contact made in Quo (there is no event of its own for that) is one here, with all its numbers."""
    other = unused_number()

    shop.receive(app_contact(numbers.customer, other, id_=openphone_id()))

    contact = contact_of(shop, numbers.customer)
    assert contact["name"] == "Ann Lee"
    assert sorted(contact["phone_numbers"]) == sorted([numbers.customer, other])
    assert contact_of(shop, other) == contact


def test_an_edit_with_listed_fields_is_read(shop: Shop, numbers: Numbers) -> None:
    """The older form of fields, a list of name, type and value, is read too."""
    fields = [
        {"value": numbers.customer, "name": "Phone", "type": "phone-number"},
        {"name": "Email", "type": "email", "value": "ann@example.com"},
        {"name": "Prop1", "type": "string", "value": "Value12"},
    ]

    shop.receive(app_contact(id_=openphone_id(), fields=fields))

    contact = contact_of(shop, numbers.customer)
    assert (contact["name"], contact["email"]) == ("Ann Lee", "ann@example.com")


def test_an_edit_of_2026_03_30_is_read(shop: Shop, numbers: Numbers) -> None:
    """E-mails and numbers of the newest generation are lists of values."""
    shop.receive(
        dated_contact([numbers.customer], id_=openphone_id(), updated=moment(), emails=["ann@example.com"])
    )

    contact = contact_of(shop, numbers.customer)
    assert (contact["name"], contact["email"]) == ("Ann Lee", "ann@example.com")


def test_a_contact_is_found_by_its_openphone_id(shop: Shop, numbers: Numbers) -> None:
    """The id counts before the number, with or without `CT`."""
    id_, new_number = openphone_id(), unused_number()
    shop.receive(dated_contact([numbers.customer], id_=id_, updated=moment()))
    before = contact_of(shop, numbers.customer)

    without_prefix = dated_contact([new_number], id_=id_, updated=moment(60), firstName="Bea")
    without_prefix["data"]["resource"]["id"] = id_
    shop.receive(without_prefix)

    after = contact_of(shop, new_number)
    assert (after["id"], after["name"]) == (before["id"], "Bea Lee")


def test_the_later_edit_wins(shop: Shop, numbers: Numbers) -> None:
    """An edit made in Quo before one made here loses, one made after it wins."""
    id_ = openphone_id()
    shop.receive(dated_contact([numbers.customer], id_=id_, updated=around_now(days=-2)))
    contact = contact_of(shop, numbers.customer)
    shop.send("PATCH", f"contacts/{contact['id']}", json={"name": "Ours"})

    shop.receive(dated_contact([numbers.customer], id_=id_, updated=around_now(days=-1), firstName="Early"))
    early = contact_of(shop, numbers.customer)["name"]
    shop.receive(dated_contact([numbers.customer], id_=id_, updated=around_now(hours=1), firstName="Late"))
    late = contact_of(shop, numbers.customer)["name"]

    assert (early, late) == ("Ours", "Late Lee")


def test_older_edits_made_in_quo_lose(shop: Shop, numbers: Numbers) -> None:
    """Edits that come out of order end with the latest one."""
    id_ = openphone_id()

    shop.receive(dated_contact([numbers.customer], id_=id_, updated=moment(60), firstName="New"))
    shop.receive(dated_contact([numbers.customer], id_=id_, updated=moment(10), firstName="Old"))

    assert contact_of(shop, numbers.customer)["name"] == "New Lee"


def test_an_empty_value_clears_only_what_came_from_openphone(shop: Shop, numbers: Numbers) -> None:
    """A company emptied in Quo is emptied here; an e-mail address written here stays."""
    id_ = openphone_id()
    shop.receive(dated_contact([numbers.customer], id_=id_, updated=around_now(days=-2), company="Lee Ltd"))
    contact = contact_of(shop, numbers.customer)
    shop.send("PATCH", f"contacts/{contact['id']}", json={"email": "ann@example.com"})

    shop.receive(dated_contact([numbers.customer], id_=id_, updated=around_now(hours=1), company=None))

    cleared = contact_of(shop, numbers.customer)
    assert (cleared["company"], cleared["email"]) == (None, "ann@example.com")


def test_a_number_stays_with_its_owner(shop: Shop, numbers: Numbers) -> None:
    """An edit that claims the number of another contact does not take it."""
    own, id_ = unused_number(), openphone_id()
    shop.receive(app_text(numbers), dated_contact([own], id_=id_, updated=moment()))
    owner = contact_of(shop, numbers.customer)

    shop.receive(dated_contact([own, numbers.customer], id_=id_, updated=moment(60), firstName="Bea"))

    assert contact_of(shop, numbers.customer)["id"] == owner["id"]
    claimant = contact_of(shop, own)
    assert (claimant["name"], claimant["phone_numbers"]) == ("Bea Lee", [own])


def test_a_deleted_contact_stays_here(shop: Shop, numbers: Numbers) -> None:
    """A contact deleted in Quo loses its link to OpenPhone and nothing else, and the history says so."""
    id_ = openphone_id()
    shop.receive(app_text(numbers), app_contact(numbers.customer, id_=id_))
    contact = contact_of(shop, numbers.customer)
    before = shop.listed(f"contacts/{contact['id']}/history")
    deleted = app_contact(id_=id_, updated=60)["data"]["object"]
    del deleted["fields"]

    shop.receive(app_event("contact.deleted", deleted, sent=60))

    after = shop.listed(f"contacts/{contact['id']}/history")
    assert contact_of(shop, numbers.customer)["name"] == "Ann Lee"
    assert shop.conversation(numbers)["contact"]["id"] == contact["id"]
    assert len(after) == len(before) + 1


def test_deleting_a_stranger_does_nothing(shop: Shop, numbers: Numbers) -> None:
    """A deleted contact that was never known here is processed, and makes none."""
    shop.receive(
        dated_contact([numbers.customer], id_=openphone_id(), updated=moment(), type_="contact.deleted")
    )

    assert shop.listed("contacts", phone_number=numbers.customer) == []
