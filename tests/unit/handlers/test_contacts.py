"""Tests of what an edit made in Quo does to a contact here."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.crm import Contact, Origin
from openphone_crm.ids import ContactId
from openphone_crm.working_set import WorkingSet
from tests.unit.handlers.desks import reloaded, with_contacts, worked
from tests.unit.reports import ANN, BEN, NOON, cause, contact_reported, message_reported, minute, stamp

KNOWN = Contact(id=ContactId("ann"), created_at=NOON, updated_at=NOON, phone_numbers=(ANN,))
EDITED_HERE = attrs.evolve(KNOWN, name="Anna", origins={"name": Origin("person", minute(5))})


def only(desk: WorkingSet) -> Contact:
    """The one contact there is."""
    (contact,) = desk.contacts.values()
    return contact


def test_a_contact_is_made_where_none_matches() -> None:
    """It has what Quo says of it, and the history says where from."""
    desk = worked(contact_reported(fields={"name": "Ann", "email": "ann@example.com", "company": ""}))

    contact = only(desk)
    assert (contact.name, contact.email, contact.company) == ("Ann", "ann@example.com", None)
    assert contact.phone_numbers == (ANN,)
    assert [(entry.field, entry.old, entry.new) for entry in desk.history] == [
        ("name", None, "Ann"),
        ("email", None, "ann@example.com"),
    ]
    assert {(entry.source_kind, entry.source_id, entry.at) for entry in desk.history} == {
        ("openphone", "c1", NOON)
    }


def test_a_contact_is_matched_by_number_first_time() -> None:
    """Who was only a number gets the name."""
    desk = worked(message_reported(), contact_reported(1))

    assert (only(desk).name, only(desk).phone_numbers) == ("Ann", (ANN,))


def test_then_it_is_matched_by_openphone_id() -> None:
    """When the number changes in Quo, it is still the same person."""
    stored = reloaded(worked(contact_reported(1)))

    desk = worked(contact_reported(2, numbers=(BEN,)), desk=stored)

    assert only(desk).phone_numbers == (ANN, BEN)


def test_a_link_to_somebody_who_is_gone_is_made_anew() -> None:
    """Where the linked contact was erased, the number decides, or a new contact is made."""
    stored = reloaded(worked(contact_reported(1)))
    stored.contacts.remove(only(stored).id)
    stored.owners.clear()

    desk = worked(contact_reported(2), desk=stored, cause=cause("event-2"))

    assert only(desk).name == "Ann"


def test_a_number_that_another_contact_owns_stays_there() -> None:
    """Nobody loses a number, and the log says what was refused without telling the number."""
    ben = attrs.evolve(KNOWN, id=ContactId("ben"), phone_numbers=(BEN,))

    desk = worked(contact_reported(numbers=(ANN, BEN)), desk=with_contacts(KNOWN, ben))

    assert desk.contacts.get(KNOWN.id) is not None
    assert (desk.owners[ANN], desk.owners[BEN]) == ("ann", "ben")
    assert desk.notices == ["contact c1: +*********02 stays with contact ben"]


def test_what_is_no_phone_number_is_not_kept() -> None:
    """A short code in Quo's list is no number of a person."""
    desk = worked(contact_reported(numbers=("72975", ANN)))

    assert only(desk).phone_numbers == (ANN,)


@pytest.mark.parametrize(("version", "name"), [(6, "Ann"), (4, "Anna")])
def test_against_an_edit_made_here_the_later_time_wins(version: float, name: str) -> None:
    """What a person wrote here stands until somebody writes something newer in Quo."""
    desk = worked(contact_reported(version), desk=with_contacts(EDITED_HERE))

    assert only(desk).name == name


def test_an_empty_value_clears_what_came_from_openphone() -> None:
    """What Quo brought, Quo takes away; the history keeps it."""
    stored = reloaded(worked(contact_reported(1)))

    desk = worked(contact_reported(2, fields={"name": ""}), desk=stored)

    assert only(desk).name is None
    assert [(entry.field, entry.old, entry.new) for entry in desk.history] == [("name", "Ann", None)]


def test_an_empty_value_clears_nothing_else() -> None:
    """What was written here stays, and no history is made of it."""
    desk = worked(contact_reported(6, fields={"name": ""}), desk=with_contacts(EDITED_HERE))

    assert (only(desk).name, desk.history) == ("Anna", [])
    assert only(desk).origins["name"].source_kind == "person"


def test_an_older_edit_changes_nothing() -> None:
    """Edits that arrive late do not undo newer ones, but fill what nobody spoke of."""
    stored = reloaded(worked(contact_reported(2)))

    desk = worked(contact_reported(1, fields={"name": "Annie", "company": "Lee Bikes"}), desk=stored)

    assert (only(desk).name, only(desk).company) == ("Ann", "Lee Bikes")


def test_edits_of_one_moment_end_alike() -> None:
    """The larger digest wins, whichever comes first."""
    one = contact_reported(fields={"name": "One"}, stamp=stamp(digest="a"))
    other = contact_reported(fields={"name": "Other"}, stamp=stamp(digest="b"))

    assert {only(worked(one, other)).name, only(worked(other, one)).name} == {"Other"}


def test_the_same_value_again_is_no_change() -> None:
    """Through a second subscription nothing is written twice, and the contact does not look changed."""
    stored = reloaded(worked(contact_reported(1)))
    again = contact_reported(2, stamp=stamp(2, digest="e"))

    desk = worked(again, desk=stored, cause=cause("event-2", received=3))

    assert (desk.history, only(desk).updated_at) == ([], NOON)


def test_a_change_shows_when_it_was_received() -> None:
    """`updated_at` moves with what can be seen, and never back."""
    stored = reloaded(worked(contact_reported(1), cause=cause("event-1", received=5)))

    older = worked(contact_reported(2, fields={"name": "A"}), desk=stored, cause=cause("event-2", received=3))
    newer = worked(
        contact_reported(3, fields={"name": "B"}), desk=reloaded(older), cause=cause("event-3", received=9)
    )

    assert (only(older).updated_at, only(newer).updated_at) == (minute(5), minute(9))
