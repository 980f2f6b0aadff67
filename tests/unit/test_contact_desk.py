"""Tests of contacts written by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.contact_desk import LONGEST_FIELD, MOST_NUMBERS, ContactDesk, ContactEdit
from openphone_crm.crm import Contact, ContactChange
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError, PreconditionError
from openphone_crm.ids import ContactId
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.paging import PageRequest
from openphone_crm.views import ContactFilter
from tests.unit.reports import ANN, BEN


@pytest.fixture
def crm() -> MemoryCrm:
    """Lend an empty CRM."""
    return MemoryCrm()


@pytest.fixture
def clock() -> MemoryClock:
    """Lend a clock that stands still."""
    return MemoryClock()


@pytest.fixture
def desk(crm: MemoryCrm, clock: MemoryClock) -> ContactDesk:
    """Lend a desk over that CRM."""
    return ContactDesk(unit_of_work=crm.unit_of_work, clock=clock)


def history(crm: MemoryCrm, contact: Contact) -> list[ContactChange]:
    """What was changed of a contact, oldest first."""
    return list(reversed(crm.contacts.history(contact.id, PageRequest()).items))


def said(changes: list[ContactChange]) -> set[tuple[str, str | None, str | None]]:
    """Field, old and new value of each change."""
    return {(change.field, change.old, change.new) for change in changes}


def test_a_contact_is_made_and_kept(desk: ContactDesk, crm: MemoryCrm, clock: MemoryClock) -> None:
    """It has what was given, trimmed and normalised, and the history says who gave it."""
    edit = ContactEdit(fields={"name": " Ann ", "email": ""}, phone_numbers=["(206) 555-0101", ANN])

    contact = desk.create(edit, by="console")

    assert crm.contacts.get(contact.id) == contact
    assert (contact.name, contact.email, contact.phone_numbers) == ("Ann", None, (ANN,))
    changes = history(crm, contact)
    assert said(changes) == {("name", None, "Ann"), ("phone_numbers", None, ANN)}
    assert {(change.by, change.source_kind, change.at) for change in changes} == {
        ("console", "person", clock.now())
    }


@pytest.mark.parametrize(
    "edit", [ContactEdit(), ContactEdit(fields={"name": "  "}), ContactEdit(phone_numbers=[])]
)
def test_a_contact_of_nothing_is_not_made(desk: ContactDesk, edit: ContactEdit) -> None:
    """At least one field says something."""
    with pytest.raises(InvalidInputError, match="contact: give at least one of name, email"):
        desk.create(edit, by="console")


def test_an_edit_changes_what_it_names(desk: ContactDesk, crm: MemoryCrm, clock: MemoryClock) -> None:
    """The other fields stay; the history tells old and new, numbers in one line."""
    contact = desk.create(
        ContactEdit(fields={"name": "Ann", "company": "Lee"}, phone_numbers=[ANN]), by="one"
    )
    clock.advance(timedelta(minutes=1))

    edited = desk.edit(
        contact.id,
        ContactEdit(fields={"name": "Anna", "company": None}, phone_numbers=[BEN, ANN]),
        by="other",
    )

    assert (edited.name, edited.company, edited.phone_numbers) == ("Anna", None, (BEN, ANN))
    assert (edited.created_at, edited.updated_at) == (contact.created_at, clock.now())
    assert edited.origins["name"].at == clock.now()
    changes = [change for change in history(crm, contact) if change.by == "other"]
    assert said(changes) == {
        ("name", "Ann", "Anna"),
        ("company", "Lee", None),
        ("phone_numbers", ANN, f"{BEN}, {ANN}"),
    }


def test_an_edit_that_changes_nothing_leaves_no_trace(
    desk: ContactDesk, crm: MemoryCrm, clock: MemoryClock
) -> None:
    """The same values again are no change, and no time passes for the contact."""
    contact = desk.create(ContactEdit(fields={"name": "Ann"}), by="console")
    clock.advance(timedelta(minutes=1))

    edited = desk.edit(contact.id, ContactEdit(fields={"name": "Ann "}), by="console")

    assert (edited, len(history(crm, contact))) == (contact, 1)


def test_time_never_runs_backwards_for_a_contact(desk: ContactDesk, clock: MemoryClock) -> None:
    """A clock that was set back does not make a contact older."""
    contact = desk.create(ContactEdit(fields={"name": "Ann"}), by="console")
    clock.set(contact.updated_at - timedelta(hours=1))

    edited = desk.edit(contact.id, ContactEdit(fields={"name": "Anna"}), by="console")

    assert edited.updated_at == contact.updated_at


def test_nobody_edits_what_is_not_there(desk: ContactDesk) -> None:
    """An unknown id is said to be unknown."""
    with pytest.raises(NotFoundError, match="there is no contact nobody"):
        desk.edit(ContactId("nobody"), ContactEdit(fields={"name": "Ann"}), by="console")


def test_nobody_edits_what_has_changed_meanwhile(desk: ContactDesk, crm: MemoryCrm) -> None:
    """Whoever read another version is told so, and nothing is written."""
    contact = desk.create(ContactEdit(fields={"name": "Ann"}), by="console")

    with pytest.raises(PreconditionError):
        desk.edit(contact.id, ContactEdit(fields={"name": "X"}), by="late", is_expected=lambda _: False)

    assert crm.contacts.get(contact.id) == contact


def test_a_number_belongs_to_one_contact(desk: ContactDesk, crm: MemoryCrm) -> None:
    """The second contact with it is refused as a whole."""
    desk.create(ContactEdit(phone_numbers=[ANN]), by="console")

    with pytest.raises(ConflictError, match="belongs to another contact"):
        desk.create(ContactEdit(fields={"name": "Ben"}, phone_numbers=[ANN, BEN]), by="console")

    assert [contact.name for contact in crm.contacts.find(ContactFilter(), PageRequest()).items] == [None]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (ContactEdit(fields={"nickname": "A"}), "nickname: is not one of name, email, address, company"),
        (ContactEdit(fields={"name": "x" * (LONGEST_FIELD + 1)}), "name: must be at most 500 characters"),
        (ContactEdit(fields={"email": "ann"}), "email: must be an e-mail address"),
        (ContactEdit(fields={"email": "ann@example"}), "email: must be an e-mail address"),
        (ContactEdit(fields={"email": "ann lee@example.com"}), "email: must be an e-mail address"),
        (ContactEdit(fields={"email": "<a>@example.com"}), "email: must be an e-mail address"),
        (ContactEdit(fields={"email": "a\x00b@example.com"}), "email: must be an e-mail address"),
        (ContactEdit(fields={"email": "a..b@example.com"}), "email: must be an e-mail address"),
        (ContactEdit(phone_numbers=["72975"]), "phone_numbers: must be phone numbers"),
        (ContactEdit(phone_numbers=["+"]), "phone_numbers: must be phone numbers"),
        (
            ContactEdit(phone_numbers=[f"+120655501{number:02}" for number in range(MOST_NUMBERS + 1)]),
            "phone_numbers: must be at most 20",
        ),
    ],
)
def test_values_are_what_their_fields_hold(desk: ContactDesk, edit: ContactEdit, message: str) -> None:
    """What is wrong is named, and nothing is written."""
    with pytest.raises(InvalidInputError, match=message):
        desk.create(edit, by="console")


@pytest.mark.parametrize(
    "email", ["ann@example.com", "a.b+c@mail.example.co.uk", "jos\u00e9@b\u00fccher.example"]
)
def test_addresses_of_all_kinds_are_taken(desk: ContactDesk, email: str) -> None:
    """An e-mail address is not judged by more than its form."""
    assert desk.create(ContactEdit(fields={"email": email}), by="console").email == email


def test_text_is_made_storable(desk: ContactDesk) -> None:
    """NUL and lone surrogates never reach a database."""
    contact = desk.create(ContactEdit(fields={"name": "A\x00n\ud800n"}), by="console")

    assert contact.name == "A\ufffdn\ufffdn"
