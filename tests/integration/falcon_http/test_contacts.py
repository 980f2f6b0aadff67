"""Contacts are written strictly, by name, and only over the version that was read."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.integration.falcon_http.world import World

CONTACTS = "/api/v1/contacts"


def made(world: World, **fields: object) -> httpx2.Response:
    """Make a contact."""
    return world.ask("POST", CONTACTS, json={"name": "Ann", **fields})


def test_a_contact_is_made(world: World) -> None:
    """201 says where it is, what it is, and which version."""
    answer = made(world, phone_numbers=["(425) 555-0123"])

    contact = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{CONTACTS}/{contact['id']}")
    assert contact["phone_numbers"] == ["+14255550123"]
    assert world.ask("GET", answer.headers["location"]).headers["etag"] == answer.headers["etag"]


def test_a_number_has_one_owner(world: World) -> None:
    """A number that belongs to another contact is a conflict."""
    made(world, phone_numbers=["+14255550123"])

    answer = made(world, phone_numbers=["+14255550123"])

    assert answer.status_code == 409


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/jso"]
)
def test_only_json_is_read(world: World, content_type: str | None) -> None:
    """Any other type of body is 415, whatever is in it."""
    headers = {"Content-Type": content_type} if content_type else {}

    answer = world.ask("POST", CONTACTS, headers=headers, content=b'{"name": "Ann"}')

    assert answer.status_code == 415


def test_a_charset_is_no_other_type(world: World) -> None:
    """JSON with a charset is JSON."""
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}

    answer = world.ask("POST", CONTACTS, headers=headers, content=b'{"name": "Ann"}')

    assert answer.status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"Ann"',
        b"\xff",
        b"{}",
        b'{"nickname": "Ann"}',
        b'{"name": 1}',
        b'{"name": ["Ann"]}',
        b'{"phone_numbers": "+14255550123"}',
        b'{"phone_numbers": [1]}',
        b'{"phone_numbers": 0, "name": "Ann"}',
        b'{"phone_numbers": ["letters"]}',
        b'{"email": "nobody"}',
        b'{"id": "x", "name": "Ann"}',
    ],
)
def test_a_bad_body_is_refused(world: World, body: bytes) -> None:
    """What is not an object of a contact's fields is 400 with a reason, and nothing is made."""
    answer = world.ask("POST", CONTACTS, headers={"Content-Type": "application/json"}, content=body)

    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert world.get("contacts").json() == []


def test_a_large_body_is_refused(world: World) -> None:
    """The limit of a body holds here too."""
    answer = made(world, address="x" * 2**20)

    assert answer.status_code == 413


@pytest.mark.parametrize(("change", "email"), [({"email": None}, None), ({"name": "Eve"}, "ann@example.com")])
def test_null_empties_and_silence_keeps(world: World, change: dict[str, Any], email: str | None) -> None:
    """A field that is null is emptied, one that is not named stays."""
    address = made(world, email="ann@example.com").headers["location"]

    answer = world.ask("PATCH", address, json=change)

    assert (answer.status_code, answer.json()["email"]) == (200, email)


def test_history_says_who_changed_what(world: World) -> None:
    """A change by hand stands in the history with the name of the token."""
    address = made(world).headers["location"]
    world.clock.advance(seconds=1)
    world.ask("PATCH", address, json={"name": "Eve"})

    newest, *_ = world.ask("GET", f"{address}/history").json()

    assert newest | {"id": "", "at": ""} == {
        "id": "",
        "field": "name",
        "old": "Ann",
        "new": "Eve",
        "source_kind": "person",
        "source_id": None,
        "quote": None,
        "by": "operator",
        "at": "",
    }


def test_an_old_version_is_not_edited(world: World) -> None:
    """With the tag of an older version an edit is 412; with the newest it is made."""
    first = made(world)
    address, old = first.headers["location"], first.headers["etag"]
    new = world.ask("PATCH", address, json={"name": "Eve"}, headers={"If-Match": old}).headers["etag"]

    statuses = [
        world.ask("PATCH", address, json={"name": "Zoe"}, headers={"If-Match": tag}).status_code
        for tag in (old, f"{old}, {new}", "*")
    ]

    assert statuses == [412, 200, 200]


def test_only_its_own_change_makes_a_version_old(world: World) -> None:
    """A change elsewhere leaves a contact's tag as it was, for reading and for writing."""
    first = made(world)
    address, tag = first.headers["location"], first.headers["etag"]
    made(world, name="Somebody else")

    read = world.ask("GET", address, headers={"If-None-Match": tag})
    written = world.ask("PATCH", address, json={"name": "Eve"}, headers={"If-Match": tag})

    assert (read.status_code, written.status_code) == (304, 200)


def test_nobody_is_edited(world: World) -> None:
    """An edit of a contact that is not there is 404."""
    answer = world.ask("PATCH", f"{CONTACTS}/x", json={"name": "Eve"})

    assert answer.status_code == 404
