"""What looking at contacts promises."""

from __future__ import annotations

from functools import partial

from openphone_crm.ids import ContactId
from openphone_crm.paging import Page
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.contracts.scenes import EVERYTHING, write_contacts
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.wholes import CONTACT
from openphone_crm.views import ContactFilter


class ContactReaderContract:
    """Every contact, and what became of it."""

    def test_a_contact_is_shown_whole(self, store: Store) -> None:
        """A contact comes with every field and its numbers in their order, in the list as by itself."""
        write_contacts(store, CONTACT)

        contact, page = store.contacts.get(CONTACT.id), store.contacts.find(ContactFilter(), EVERYTHING)

        assert contact == CONTACT
        assert page == Page((CONTACT,))

    def test_a_contact_that_is_not_there(self, store: Store) -> None:
        """Whatever an id looks like, a contact that nobody knows is None, and has no history."""
        ids = [ContactId(each) for each in (CONTACT.id, "", "no-uuid", "\u2603'%", "a\x00b", "x" * 5000)]

        contacts = [store.contacts.get(each) for each in ids]

        assert contacts == [None] * len(ids)
        assert store.contacts.history(CONTACT.id, EVERYTHING) == Page(())
        assert store.contacts.history(ids[-2], EVERYTHING) == Page(())

    def test_pages_visit_everything_once(self, store: Store) -> None:
        """Page by page every contact is seen once, the newest first, though many were made at one moment."""
        contacts = [make.contact(f"{number}", created_at=make.later(number // 4)) for number in range(11)]
        write_contacts(store, *contacts)

        pages = all_pages(partial(store.contacts.find, ContactFilter()), limit=3)

        expected = sorted(contacts, key=lambda contact: (contact.created_at, contact.id), reverse=True)
        assert joined(pages) == expected

    def test_contacts_are_found_by_number(self, store: Store) -> None:
        """A number finds the contact that owns it, and only exactly."""
        ann = make.contact("Ann", make.ANN, make.CARA)
        write_contacts(store, ann, make.contact("Ben", make.BEN))

        answers = [
            _found(store, phone_number=number) for number in (make.ANN, make.CARA, make.ANN[:-1], "Ann")
        ]

        assert answers == [[ann.id], [ann.id], [], []]

    def test_contacts_are_found_by_text(self, store: Store) -> None:
        """A part of any field or number finds its contact, in any case and however a number is written."""
        dan = make.contact(
            "Dan O'Neil", make.CARA, email="dan@example.com", address="12 Pier Road", company="Harbor"
        )
        write_contacts(store, dan, make.contact("Ben", make.BEN), make.contact(None, make.ANN))
        texts = ["o'n", "DAN@", "pier r", "harBOR", "5550133", "425 555-0133", "(425) 555 0133", "12 p"]

        answers = {text: _found(store, text=text) for text in texts}

        assert answers == {text: [dan.id] for text in texts}

    def test_wildcards_are_letters(self, store: Store) -> None:
        """Percent signs, underscores and backslashes are looked for as they are."""
        names = ["100% Ann", "Ben_C", "Dan\\E"]
        write_contacts(store, *map(make.contact, names))

        answers = [_found(store, text=text) for text in ("0%", "n_c", "n\\e", "%", "_", "\\", "1%A")]

        ann, ben, dan = ([make.contact(name).id] for name in names)
        assert answers == [ann, ben, dan, ann, ben, dan, []]

    def test_odd_searches_find_nothing(self, store: Store) -> None:
        """Whatever is looked for, looking is no error."""
        write_contacts(store, CONTACT)

        answers = [_found(store, text=text) for text in ("'; --", "a\x00b", "\U0001f469", "()", "z" * 5000)]

        assert answers == [[]] * 5

    def test_filters_add_up(self, store: Store) -> None:
        """What is wanted must all be so."""
        ann, other = make.contact("Ann", make.ANN), make.contact("Ann B.", make.BEN)
        write_contacts(store, ann, other)

        answers = [_found(store, text="ann", phone_number=number) for number in (make.ANN, make.CARA)]

        assert answers == [[ann.id], []]

    def test_history_is_shown_whole(self, store: Store) -> None:
        """A change comes with every field, also with those that are not known."""
        change = make.change(
            CONTACT,
            "whole",
            old="A",
            new="Ann 'x' %",
            source_kind="openphone",
            source_id="c1",
            at=make.later(1),
            quote="I'm Ann",
            by="Dana",
        )
        bare = make.change(CONTACT, "bare", old=None, new=None)
        write_contacts(store, CONTACT, history=(bare, change))

        page = store.contacts.history(CONTACT.id, EVERYTHING)

        assert page == Page((change, bare))

    def test_history_is_paged(self, store: Store) -> None:
        """Page by page every change of a contact is seen once, the newest first, and none of another's."""
        ben = make.contact("Ben")
        changes = [make.change(CONTACT, f"{number}", at=make.later(number // 4)) for number in range(10)]
        write_contacts(store, CONTACT, ben, history=(*changes, make.change(ben)))

        pages = all_pages(partial(store.contacts.history, CONTACT.id), limit=3)

        expected = sorted(changes, key=lambda change: (change.at, change.id), reverse=True)
        assert joined(pages) == expected

    def test_a_change_is_kept_once(self, store: Store) -> None:
        """A change that is told again, by a repeated event, is in the history once."""
        change = make.change(CONTACT)
        write_contacts(store, CONTACT, history=(change,))

        write_contacts(store, CONTACT, history=(change,))

        assert store.contacts.history(CONTACT.id, EVERYTHING) == Page((change,))


def _found(store: Store, text: str | None = None, phone_number: str | None = None) -> list[ContactId]:
    wanted = ContactFilter(text=text, phone_number=phone_number)
    return [contact.id for contact in store.contacts.find(wanted, EVERYTHING).items]
