"""What writing contacts promises, whoever edits them."""

from __future__ import annotations

from functools import partial

import attrs

from openphone_crm.crm import Contact
from openphone_crm.errors import ConflictError
from openphone_crm.ids import ContactId
from openphone_crm.paging import Page
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once, raising
from openphone_crm.testing.contracts.scenes import EVERYTHING
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.wholes import CONTACT
from openphone_crm.views import ContactFilter


class BrokenError(Exception):
    """What goes wrong in the middle of an edit."""


class ContactWritingContract:
    """All of an edit happens, or nothing of it."""

    def test_a_saved_contact_is_there(self, store: Store) -> None:
        """What is saved is seen by the next edit and by readers, with its history."""
        change = make.change(CONTACT)

        _save(store, CONTACT)
        with store.unit_of_work.begin() as transaction:
            transaction.approvals.write(ApprovalChanges(contacts=(CONTACT,), history=(change,)))
            within = transaction.approvals.contact(CONTACT.id)

        assert within == store.contacts.get(CONTACT.id) == CONTACT
        assert store.contacts.history(CONTACT.id, EVERYTHING) == Page((change,))

    def test_a_contact_that_is_not_there(self, store: Store) -> None:
        """A contact that nobody knows is None."""
        with store.unit_of_work.begin() as transaction:
            book = transaction.approvals
            contacts = [
                book.contact(ContactId(each)) for each in (CONTACT.id, "no-uuid", "\u2603'%", "a\x00b")
            ]

        assert contacts == [None] * 4

    def test_an_edit_that_raises_leaves_nothing(self, store: Store) -> None:
        """What was saved before the error is undone, and the error is passed on."""
        _save(store, CONTACT)

        with raising(BrokenError), store.unit_of_work.begin() as transaction:
            other = attrs.evolve(CONTACT, name="Other", phone_numbers=())
            transaction.approvals.write(ApprovalChanges(contacts=(other,), history=(make.change(CONTACT),)))
            raise BrokenError

        assert store.contacts.get(CONTACT.id) == CONTACT
        assert store.contacts.history(CONTACT.id, EVERYTHING) == Page(())

    def test_saving_replaces_every_field(self, store: Store) -> None:
        """Emptied fields are empty, numbers that were taken away are gone, the others in their order."""
        _save(store, CONTACT)
        edited = make.contact(
            None, make.BEN, make.CARA, id=CONTACT.id, created_at=CONTACT.created_at, updated_at=make.later(9)
        )

        _save(store, edited)

        assert store.contacts.get(CONTACT.id) == edited
        assert store.contacts.find(ContactFilter(phone_number=make.ANN), EVERYTHING) == Page(())

    def test_a_number_has_one_owner(self, store: Store) -> None:
        """Another contact's number is refused, and nothing of the edit is kept."""
        _save(store, CONTACT)
        thief = make.contact("Ben", make.BEN, make.ANN)

        with raising(ConflictError):
            _save(store, make.contact("Dan"), thief)

        assert store.contacts.find(ContactFilter(), EVERYTHING) == Page((CONTACT,))

    def test_a_number_that_was_given_up_is_free(self, store: Store) -> None:
        """Once its owner has let go of a number, another contact may have it, in the same edit too."""
        _save(store, CONTACT)
        heir = make.contact("Ben", make.ANN)

        _save(store, attrs.evolve(CONTACT, phone_numbers=(make.CARA,)), heir)

        assert store.contacts.find(ContactFilter(phone_number=make.ANN), EVERYTHING) == Page((heir,))

    def test_edits_at_once_see_each_other(self, store: Store) -> None:
        """Of edits that read a contact and write what they read, each sees the one before."""
        _save(store, make.contact("0", id=CONTACT.id))

        at_once(*(partial(_count_up, store) for _ in range(8)))

        contact = store.contacts.get(CONTACT.id)
        assert contact is not None
        assert contact.name == "8"

    def test_of_edits_at_once_one_gets_the_number(self, store: Store) -> None:
        """When several contacts want a number at once, one of them has it and the others are refused."""
        contacts = [make.contact(f"{number}", make.ANN) for number in range(6)]

        went_well = at_once(*(partial(_try_to_save, store, contact) for contact in contacts))

        assert sum(went_well) == 1
        assert len(store.contacts.find(ContactFilter(), EVERYTHING).items) == 1


def _save(store: Store, *contacts: Contact) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(ApprovalChanges(contacts=contacts))


def _try_to_save(store: Store, contact: Contact) -> bool:
    try:
        _save(store, contact)
    except ConflictError:
        return False
    return True


def _count_up(store: Store) -> None:
    with store.unit_of_work.begin() as transaction:
        book = transaction.approvals
        contact = book.contact(CONTACT.id)
        assert contact is not None
        counted = attrs.evolve(contact, name=str(int(contact.name or 0) + 1))
        book.write(ApprovalChanges(contacts=(counted,)))
