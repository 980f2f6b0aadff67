"""Contacts that somebody writes by hand."""

from __future__ import annotations

import re

import pytest

from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import write_contacts
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.reading import ANN, ann, rename
from tests.integration.falcon_http.world import World

HERE = f"/contacts/{ANN.id}"
FIELDS = {
    "name": "Ann Lee",
    "company": "",
    "email": "ann@example.com",
    "address": "12 Oak St",
    "phone_numbers": "+14255550111\r\n(425) 555-0122",
}


@pytest.fixture
def known(world: World) -> World:
    """Lend a world with a contact."""
    write_contacts(world.crm, ANN)
    return world


def seen(page: str) -> str:
    """What the form names as seen."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found[1].replace("&#34;", '"')


def test_a_contact_is_added(world: World, visitor: Visitor) -> None:
    """The answer leads to it; numbers may be written as people do."""
    answer = visitor.post("/contacts/new", **FIELDS)

    (contact,) = world.get("contacts").json()
    assert answer.headers["location"] == f"/contacts/{contact['id']}"
    assert contact["phone_numbers"] == ["+14255550111", "+14255550122"]
    assert (contact["name"], contact["company"]) == ("Ann Lee", None)
    assert "The contact was added." in visitor.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"email": "nobody"}, 400, "E-mail must be an e-mail address"),
        ({"phone_numbers": "12"}, 400, "Numbers must be phone numbers"),
        ({"name": ""}, 400, "give at least one of"),
        ({"phone_numbers": make.ANN}, 409, "Nothing was saved:"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_written(
    known: World, visitor: Visitor, fields: dict[str, str], status: int, words: str
) -> None:
    """Nothing is saved, and nothing has to be written again."""
    answer = visitor.post("/contacts/new", company="", address="", **{"name": "Zoe", **fields})

    assert answer.status_code == status
    assert words in answer.text
    assert 'value="Zoe"' in answer.text or "name" in fields
    assert len(known.get("contacts").json()) == 1


def test_a_contact_is_edited(known: World, visitor: Visitor) -> None:
    """What was written is saved, and the history says by whom."""
    form = visitor.get(f"{HERE}/edit").text

    answer = visitor.post(f"{HERE}/edit", seen=seen(form), **FIELDS)

    assert answer.headers["location"] == HERE
    page = visitor.get(HERE).text
    assert "Saved." in page
    assert "Entered by operator" in page
    assert (ann(known).name, ann(known).address) == ("Ann Lee", "12 Oak St")


def test_a_contact_that_changed_meanwhile_is_not_written_over(known: World, visitor: Visitor) -> None:
    """Both are shown; saved once more, after it was seen, it is written."""
    form = visitor.get(f"{HERE}/edit").text
    rename(known, "Annabel")

    answer = visitor.post(f"{HERE}/edit", seen=seen(form), **FIELDS)

    assert answer.status_code == 409
    assert "Somebody has changed this contact meanwhile." in answer.text
    assert "Now: Annabel" in answer.text
    assert 'value="Ann Lee"' in answer.text
    assert ann(known).name == "Annabel"
    assert visitor.post(f"{HERE}/edit", seen=seen(answer.text), **FIELDS).status_code == 303
    assert ann(known).name == "Ann Lee"


def test_what_is_wrong_with_an_edit_is_said(known: World, visitor: Visitor) -> None:
    """The field is named, and what was written stays."""
    form = visitor.get(f"{HERE}/edit").text

    answer = visitor.post(f"{HERE}/edit", seen=seen(form), **{**FIELDS, "email": "nobody"})

    assert answer.status_code == 400
    assert 'value="nobody" autocomplete="off" maxlength="500" aria-invalid="true"' in answer.text
    assert ann(known) == ANN
