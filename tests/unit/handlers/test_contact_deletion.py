"""Tests of what a deletion in Quo does here: the link goes, the contact stays."""

from __future__ import annotations

from itertools import permutations

from openphone_crm.events import ContactDeleted, ContactReported
from openphone_crm.working_set import WorkingSet
from tests.unit.handlers.desks import reloaded, worked
from tests.unit.reports import contact_deleted, contact_reported, message_reported, minute, stamp

REMOVAL = ("openphone_id", "c1", None)


def removals(desk: WorkingSet) -> list[tuple[str, str | None, str | None]]:
    """The history entries about the link."""
    changes = [(entry.field, entry.old, entry.new) for entry in desk.history]
    return [change for change in changes if change[0] == "openphone_id"]


def is_linked(desk: WorkingSet) -> bool:
    """Whether the contact still exists in Quo, as far as we know."""
    (link,) = desk.links.values()
    return link.is_linked


def test_a_deletion_removes_the_link_and_nothing_else() -> None:
    """The contact stays with all it has, and its history says what happened."""
    stored = reloaded(worked(contact_reported(1)))

    desk = worked(contact_deleted(2), desk=stored)

    (contact,) = desk.contacts.values()
    assert (contact.name, is_linked(desk), removals(desk)) == ("Ann", False, [REMOVAL])
    assert desk.history[0].at == minute(2)


def test_a_deletion_that_comes_again_says_nothing_new() -> None:
    """Neither a repetition nor a second subscription makes a second entry."""
    stored = reloaded(worked(contact_reported(1), contact_deleted(2)))
    other_body = contact_deleted(2, stamp=stamp(2, rank=1, digest="z"))

    desk = worked(contact_deleted(2), other_body, desk=stored)

    assert (removals(desk), is_linked(desk)) == ([], False)


def test_a_contact_known_only_by_number_is_told_too() -> None:
    """Somebody who wrote to us and was then deleted in Quo has an entry."""
    desk = worked(message_reported(), contact_deleted(1))

    assert (removals(desk), len(desk.contacts.values())) == ([REMOVAL], 1)


def test_a_deletion_of_nobody_makes_nobody() -> None:
    """No contact is made in order to be gone; the mark stays against late edits."""
    desk = worked(contact_deleted(1))

    assert (desk.contacts.values(), removals(desk), is_linked(desk)) == ([], [], False)


def test_edit_and_deletion_end_alike_in_both_orders() -> None:
    """An edit that arrives after the deletion, but is older, is written and does not link again."""
    reports: list[ContactReported | ContactDeleted] = [contact_reported(1), contact_deleted(2)]

    for order in permutations(reports):
        together, apart, history = worked(*order), WorkingSet(), []
        for report in order:
            apart = worked(report, desk=reloaded(apart))
            history += removals(apart)

        assert ([one.name for one in together.contacts.values()], is_linked(together)) == (["Ann"], False)
        assert (removals(together), history, is_linked(apart)) == ([REMOVAL], [REMOVAL], False)


def test_an_older_deletion_does_not_undo_a_newer_edit() -> None:
    """Whoever was edited later exists in Quo."""
    desk = worked(contact_reported(3), contact_deleted(2))

    assert (is_linked(desk), removals(desk)) == (True, [])
