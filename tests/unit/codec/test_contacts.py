"""Tests of contacts in their three shapes."""

from __future__ import annotations

import pytest

from openphone_crm.errors import PayloadError
from openphone_crm.events import ContactDeleted, ContactReported
from tests.unit.codec.decoded import at, reports, the
from tests.unit.payloads import ANN, APP_CONTACT, CURRENT_CONTACT, current, legacy

BARE_ID = "6643000000000000000000a1"
CONTEXT = {"orgId": "OR1", "userId": "USshop00001", "sharedWithIds": []}


def test_a_real_app_contact_has_fields_as_an_object() -> None:
    """v3: a name in two pieces, and custom fields by name, each with one value or several."""
    found = the(ContactReported, legacy("contact.updated", APP_CONTACT))

    assert found.openphone_id == BARE_ID
    assert found.fields == {"name": "Ann Lee", "company": "Lee Bikes"}
    assert found.numbers == (ANN, "+12065550103")
    assert found.stamp.moment == at("10:00:00")


def test_a_documented_app_contact_has_fields_as_a_list() -> None:
    """The shape of 2022: a list of name, type and value."""
    fields = [
        {"name": "Mobile", "type": "phone-number", "value": ANN},
        {"name": "Email", "type": "email", "value": None},
        {"name": "Home", "type": "address", "value": " 1 Elm Street "},
        {"name": "Phone model", "type": "string", "value": "+12065550199"},
    ]

    found = the(ContactReported, legacy("contact.updated", APP_CONTACT, fields=fields))

    assert found.numbers == (ANN,)
    assert (found.fields["email"], found.fields["address"]) == ("", "1 Elm Street")


def test_a_current_contact_is_flat() -> None:
    """2026-03-30 lists e-mails and numbers by themselves; a null company is an empty one."""
    found = the(ContactReported, current("contact.updated", CURRENT_CONTACT, CONTEXT))

    assert (found.openphone_id, found.numbers) == (BARE_ID, (ANN,))
    assert found.fields == {
        "name": "Ann Lee",
        "company": "",
        "email": "ann@example.com",
        "address": "1 Elm Street",
    }


def test_what_is_not_spoken_of_is_not_said() -> None:
    """A field that a payload does not have is not empty but unknown."""
    found = the(ContactReported, legacy("contact.updated", {"id": "CT1"}))

    assert (found.openphone_id, found.fields, found.numbers) == ("1", {}, ())


def test_an_empty_list_of_emails_says_that_there_is_none() -> None:
    """2026-03-30 shows a removed e-mail as an empty list."""
    found = the(ContactReported, current("contact.updated", CURRENT_CONTACT, CONTEXT, emails=[]))

    assert found.fields["email"] == ""


@pytest.mark.parametrize(
    ("values", "email"),
    [(["", "a@example.com", "b@example.com"], "a@example.com"), ([None], ""), ([7, {}], None)],
)
def test_the_first_email_that_is_filled_counts(values: list[object], email: str | None) -> None:
    """Of several values the first that says something is taken; what is no text says nothing."""
    found = the(ContactReported, legacy("contact.updated", APP_CONTACT, fields={"E-Mail": values}))

    assert found.fields.get("email") == email


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Ann", None, "Ann"), (None, " Lee ", "Lee"), ("", None, ""), (7, "Lee", "Lee")],
)
def test_a_name_may_have_one_piece_or_none(first: object, last: object, name: str) -> None:
    """Pieces that are missing leave no gap."""
    found = the(ContactReported, legacy("contact.updated", APP_CONTACT, firstName=first, lastName=last))

    assert found.fields["name"] == name


@pytest.mark.parametrize(
    "fields", [None, 7, "Phone", [7, None, {"name": 7, "value": ANN}], {"Birthday": "May 1"}]
)
def test_other_fields_are_none_of_ours(fields: object) -> None:
    """Fields of other shapes and other meanings are left alone."""
    found = the(ContactReported, legacy("contact.updated", APP_CONTACT, fields=fields))

    assert (set(found.fields), found.numbers) == ({"name", "company"}, ())


def test_a_deletion_names_the_contact() -> None:
    """`contact.deleted` has no fields in v3, and all of them in 2026-03-30."""
    resource = {key: value for key, value in APP_CONTACT.items() if key != "fields"}

    old = the(ContactDeleted, legacy("contact.deleted", resource))
    new = the(ContactDeleted, current("contact.deleted", CURRENT_CONTACT, CONTEXT))

    assert (old.openphone_id, old.numbers) == (BARE_ID, ())
    assert (new.openphone_id, new.numbers) == (BARE_ID, (ANN,))


def test_a_deletion_outranks_an_edit_of_the_same_moment() -> None:
    """The deletion repeats the last edit's `updatedAt`."""
    edit = the(ContactReported, current("contact.updated", CURRENT_CONTACT, CONTEXT))
    deletion = the(ContactDeleted, current("contact.deleted", CURRENT_CONTACT, CONTEXT))

    assert deletion.stamp > edit.stamp


@pytest.mark.parametrize("sent", ["contact.updated", "contact.deleted"])
def test_a_contact_without_usable_id_cannot_be_read(sent: str) -> None:
    """Nothing can be matched without an id."""
    with pytest.raises(PayloadError, match="no usable id"):
        reports(legacy(sent, APP_CONTACT, id=None))


def test_an_id_that_is_only_the_prefix_stays() -> None:
    """Stripping the prefix never leaves nothing."""
    found = the(ContactReported, legacy("contact.updated", APP_CONTACT, id="CT"))

    assert found.openphone_id == "CT"
