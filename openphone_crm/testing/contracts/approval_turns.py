"""What the book of approvals promises to those who meet: they take turns, and see what the one before did."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaitingError
from contextlib import suppress
from functools import partial

import attrs

from openphone_crm.crm import Contact
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts.asserting import PATIENCE_S, at_once
from openphone_crm.testing.contracts.scenes import write_contacts
from openphone_crm.testing.contracts.store import Store

_ANN = make.contact_id("ann")
_SUGGESTION = read.suggestion("s", asked_current="ann")
_ENTRY = read.extraction("e", reviewed_by="")


class ApprovalTurnsContract:
    """Whoever asks for a contact or an entry has it alone."""

    def test_of_many_who_decide_at_once_one_does(self, store: Store) -> None:
        """Whoever asks for a contact has it alone: eight people approve the same, and one of them has."""
        write_contacts(store, make.contact("ann", make.ANN))
        _write(store, ApprovalChanges(suggestions=(_SUGGESTION,)))

        decided = at_once(*(partial(_approve, store, f"person {number}") for number in range(8)))

        assert sum(decided) == 1

    def test_of_many_who_review_at_once_each_sees_the_one_before(self, store: Store) -> None:
        """Whoever asks for an entry has it alone, so that nobody writes back what is no more."""
        _write(store, ApprovalChanges(extractions=(_ENTRY,)))

        at_once(*(partial(_review, store) for _ in range(8)))

        with store.unit_of_work.begin() as transaction:
            entry = transaction.approvals.extraction(_ENTRY.id)
        assert entry is not None
        assert entry.reviewed_by == "x" * 8

    def test_a_number_that_is_given_away_leads_to_its_new_owner(self, store: Store) -> None:
        """Who asked for a number while it changed hands gets the contact that has it now, and alone."""
        ann, ben = make.contact("ann", make.ANN, make.BEN), make.contact("ben", make.CARA)
        write_contacts(store, ann, ben)
        moved = (
            attrs.evolve(ann, phone_numbers=(make.ANN,)),
            attrs.evolve(ben, phone_numbers=(make.CARA, make.BEN)),
        )

        with ThreadPoolExecutor(1) as pool:
            with store.unit_of_work.begin() as transaction:
                transaction.approvals.contact(_ANN)
                found: Future[Contact | None] = pool.submit(_owner, store, make.BEN)
                with suppress(StillWaitingError):
                    found.result(0.2)
                transaction.approvals.write(ApprovalChanges(contacts=moved))
            owner = found.result(PATIENCE_S)

        assert owner == moved[1]

    def test_a_number_that_is_taken_away_leads_to_nobody(self, store: Store) -> None:
        """Who asked for a number while it was taken from its owner gets no contact."""
        ann = make.contact("ann", make.ANN, make.BEN)
        write_contacts(store, ann)

        with ThreadPoolExecutor(1) as pool:
            with store.unit_of_work.begin() as transaction:
                transaction.approvals.contact(_ANN)
                found: Future[Contact | None] = pool.submit(_owner, store, make.BEN)
                with suppress(StillWaitingError):
                    found.result(0.2)
                poorer = attrs.evolve(ann, phone_numbers=(make.ANN,))
                transaction.approvals.write(ApprovalChanges(contacts=(poorer,)))
            owner = found.result(PATIENCE_S)

        assert owner is None


def _approve(store: Store, by: str) -> bool:
    with store.unit_of_work.begin() as transaction:
        book = transaction.approvals
        contact, suggestion = book.contact(_ANN), book.suggestion(_SUGGESTION.id)
        if contact is None or suggestion is None or suggestion.status is not SuggestionStatus.PENDING:
            return False
        approved = suggestion.approved(contact, by=by, at=make.NOON)
        book.write(ApprovalChanges(suggestions=(approved,)))
    return True


def _review(store: Store) -> None:
    with store.unit_of_work.begin() as transaction:
        entry = transaction.approvals.extraction(_ENTRY.id)
        assert entry is not None
        more = attrs.evolve(entry, reviewed_by=f"{entry.reviewed_by}x")
        transaction.approvals.write(ApprovalChanges(extractions=(more,)))


def _owner(store: Store, number: str) -> Contact | None:
    with store.unit_of_work.begin() as transaction:
        return transaction.approvals.contact_with(number)


def _write(store: Store, changes: ApprovalChanges) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(changes)
