"""Contacts through the API: made, read, changed, and what their history keeps."""

from __future__ import annotations

import pytest

from tests.integration.contract.legacy import app_text
from tests.integration.contract.numbers import Numbers, unused_word
from tests.integration.contract.shop import Json, Shop

KEYS = {"id", "name", "email", "address", "company", "phone_numbers", "created_at", "updated_at"}


def made(shop: Shop, numbers: Numbers, **fields: object) -> Json:
    """Make a contact."""
    document = {"name": "Ann Lee", "phone_numbers": [numbers.customer], **fields}
    response = shop.send("POST", "contacts", role="operator", json=document)
    assert response.is_success, response.text
    contact: Json = response.json()
    return contact


def test_a_contact_is_made_and_read(shop: Shop, numbers: Numbers) -> None:
    """A contact that was made has the fields of the contract, and is found at once."""
    contact = made(shop, numbers, email="ann@example.com", address="1 Main St", company="Lee Ltd")

    assert contact.keys() == KEYS
    assert (contact["name"], contact["email"]) == ("Ann Lee", "ann@example.com")
    assert (contact["address"], contact["company"]) == ("1 Main St", "Lee Ltd")
    assert contact["phone_numbers"] == [numbers.customer]
    assert shop.one(f"contacts/{contact['id']}") == contact
    assert shop.listed("contacts", phone_number=numbers.customer) == [contact]


def test_a_texter_is_the_contact_that_was_made(shop: Shop, numbers: Numbers) -> None:
    """A text from a number that a contact has is that contact's."""
    contact = made(shop, numbers)

    shop.receive(app_text(numbers))

    shown = {"id": contact["id"], "name": "Ann Lee", "phone_number": numbers.customer}
    assert shop.conversation(numbers)["contact"] == shown


def test_contacts_are_found_by_words(shop: Shop, numbers: Numbers) -> None:
    """`q` finds a contact by a word of its name, whatever the case."""
    word = unused_word()
    contact = made(shop, numbers, name=f"Ann {word}")

    assert shop.listed("contacts", q=word.upper()) == [contact]
    assert shop.listed("contacts", q=unused_word()) == []


def test_a_change_is_shown_and_kept_in_the_history(shop: Shop, numbers: Numbers) -> None:
    """PATCH answers with the new state and leaves the other fields; the history has old and new."""
    contact = made(shop, numbers, company="Lee Ltd")

    response = shop.send("PATCH", f"contacts/{contact['id']}", role="operator", json={"name": "Ann Roe"})

    assert response.status_code == 200
    changed = response.json()
    assert (changed["name"], changed["company"]) == ("Ann Roe", "Lee Ltd")
    newest = shop.listed(f"contacts/{contact['id']}/history")[0]
    assert (newest["field"], newest["old"], newest["new"]) == ("name", "Ann Lee", "Ann Roe")


@pytest.mark.parametrize(
    "document",
    [
        {"nickname": "A"},
        {"id": "1"},
        {"name": 7},
        {"phone_numbers": "+15555550100"},
        {"phone_numbers": [7]},
        {"phone_numbers": ["not a number"]},
        {"email": ["ann@example.com"]},
        [],
        "name",
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_bad_contacts_are_refused(shop: Shop, numbers: Numbers, method: str, document: object) -> None:
    """Unknown fields and values of a wrong kind are 400, a problem document."""
    path = "contacts" if method == "POST" else f"contacts/{made(shop, numbers)['id']}"

    response = shop.send(method, path, role="operator", json=document)

    assert response.status_code == 400
    assert response.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_what_is_no_json_is_refused(shop: Shop, numbers: Numbers, method: str) -> None:
    """Another body type is 415, broken JSON 400."""
    path = "contacts" if method == "POST" else f"contacts/{made(shop, numbers)['id']}"
    json_type = {"Content-Type": "application/json"}

    text = shop.send(method, path, content=b"name=Ann", headers={"Content-Type": "text/plain"})
    form = shop.send(method, path, data={"name": "Ann"})
    broken = [
        shop.send(method, path, content=body, headers=json_type) for body in (b'{"name":', b"null", b'"\xff"')
    ]

    assert [text.status_code, form.status_code] == [415, 415]
    assert [response.status_code for response in broken] == [400, 400, 400]
    for response in (text, form, *broken):
        assert response.headers["content-type"].startswith("application/problem+json")


def test_a_change_to_what_was_changed_is_refused(shop: Shop, numbers: Numbers) -> None:
    """`If-Match` with the ETag of an older state is 412, with that of the present one 200."""
    path = f"contacts/{made(shop, numbers)['id']}"
    old = shop.get(path, role="operator").headers["etag"]
    first = shop.send("PATCH", path, role="operator", json={"name": "Bea"}, headers={"If-Match": old})

    second = shop.send("PATCH", path, role="operator", json={"name": "Cas"}, headers={"If-Match": old})

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.headers["content-type"].startswith("application/problem+json")
    assert shop.one(path)["name"] == "Bea"


def test_an_unknown_contact_is_not_found(shop: Shop) -> None:
    """Reading and changing a contact that is none is 404."""
    for unknown in ("00000000-0000-4000-8000-000000000000", "none", "%00"):
        assert shop.get(f"contacts/{unknown}").status_code == 404
        assert shop.get(f"contacts/{unknown}/history").status_code == 404
        assert shop.send("PATCH", f"contacts/{unknown}", json={"name": "Ann"}).status_code == 404
