"""What the book of approvals promises: contacts and what is suggested for them, in one transaction."""

from __future__ import annotations

from typing import Any

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.crm import Contact, Origin
from openphone_crm.errors import ConflictError
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.ids import ChangeId, ExtractionId, NoteId, SuggestionId
from openphone_crm.paging import PageRequest
from openphone_crm.ports.approvals import ApprovalBook, ApprovalChanges
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts.approval_turns import ApprovalTurnsContract
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, raising
from openphone_crm.testing.contracts.scenes import write_contacts
from openphone_crm.testing.contracts.store import Store

_ANN = make.contact_id("ann")


class ApprovalBookContract(ApprovalTurnsContract):
    """What is written is there, and nobody else decides about a contact meanwhile."""

    def test_an_empty_book(self, store: Store) -> None:
        """Nothing is found where nothing is."""
        with store.unit_of_work.begin() as transaction:
            book = transaction.approvals

            assert book.contact(_ANN) is None
            assert book.contact_with(make.ANN) is None
            assert book.suggestions_of(_ANN) == []
            assert book.suggestion(SuggestionId("none")) is None
            assert book.change(_ANN, ChangeId("none")) is None
            assert book.extraction(ExtractionId("none")) is None
            assert not book.filed([ExtractionId("none")])
            assert not book.filed([])
            assert book.note(NoteId("none")) is None

    def test_a_contact_is_found_by_id_and_by_number(self, store: Store) -> None:
        """Both give the contact with all that it holds."""
        contact = _write_ann(store)

        with store.unit_of_work.begin() as transaction:
            found = [transaction.approvals.contact(_ANN), transaction.approvals.contact_with(make.ANN)]

        assert found == [contact, contact]

    def test_what_is_written_comes_back(self, store: Store) -> None:
        """Suggestions, log and notes come back as they were written, whatever characters are in them."""
        texts = [text for text in ODD_TEXTS if text]
        suggestions = tuple(
            read.suggestion(f"s{n}", suggested_value=text, quote=text) for n, text in enumerate(texts)
        )
        extractions = tuple(
            read.extraction(f"e{n}", value=text, message=text) for n, text in enumerate(texts)
        )
        notes = tuple(read.note(f"n{n}", text=text, quote=text) for n, text in enumerate(texts))

        _write(store, suggestions=suggestions, extractions=extractions, notes=notes)

        with store.unit_of_work.begin() as transaction:
            book = transaction.approvals
            assert [book.suggestion(each.id) for each in suggestions] == list(suggestions)
            assert [book.extraction(each.id) for each in extractions] == list(extractions)
            assert [book.note(each.id) for each in notes] == list(notes)

    def test_every_field_is_kept(self, store: Store) -> None:
        """What is only sometimes there comes back too."""
        suggestion = read.suggestion(
            "s",
            asked_current=None,
            second=1.5,
            status=SuggestionStatus.APPROVED,
            decided_at=make.later(9),
            decided_by="cara",
            asked_of="cara",
        )
        extraction = read.extraction(
            "e",
            start=0,
            end=3,
            second=0.5,
            speaker=make.ANN,
            contact_id=_ANN,
            suggestion_id=suggestion.id,
            is_correct=False,
            reviewed_by="cara",
            reviewed_at=make.later(9),
        )
        note = read.note(
            "n", contact_id=_ANN, conversation_id=make.conversation().id, done_at=make.NOON, done_by="c"
        )

        _write(store, suggestions=(suggestion,), extractions=(extraction,), notes=(note,))

        with store.unit_of_work.begin() as transaction:
            book = transaction.approvals
            found = [book.suggestion(suggestion.id), book.extraction(extraction.id), book.note(note.id)]
        assert found == [suggestion, extraction, note]

    def test_what_is_written_again_is_replaced(self, store: Store) -> None:
        """A decision, a verdict and a note that is dealt with take the place of what was there."""
        suggestion, extraction, note = read.suggestion("s"), read.extraction("e"), read.note("n")
        _write(store, suggestions=(suggestion,), extractions=(extraction,), notes=(note,))
        rejected = suggestion.rejected(by="cara", at=make.NOON)
        reviewed = extraction.reviewed(is_correct=True, by="cara", at=make.NOON)
        done = note.done(by="cara", at=make.NOON)

        _write(store, suggestions=(rejected,), extractions=(reviewed,), notes=(done,))

        with store.unit_of_work.begin() as transaction:
            book = transaction.approvals
            assert book.suggestion(suggestion.id) == rejected
            assert book.extraction(extraction.id) == reviewed
            assert book.note(note.id) == done

    def test_the_last_of_one_id_counts(self, store: Store) -> None:
        """Things that are written together under one id are one thing."""
        suggestions = [read.suggestion("s", quote=quote) for quote in ("a", "b")]
        extractions = [read.extraction("e", quote=quote) for quote in ("a", "b")]
        notes = [read.note("n", quote=quote) for quote in ("a", "b")]

        _write(store, suggestions=tuple(suggestions), extractions=tuple(extractions), notes=tuple(notes))

        with store.unit_of_work.begin() as transaction:
            book = transaction.approvals
            assert book.suggestion(suggestions[0].id) == suggestions[1]
            assert book.extraction(extractions[0].id) == extractions[1]
            assert book.note(notes[0].id) == notes[1]

    def test_what_was_filed_is_known(self, store: Store) -> None:
        """Of many ids it is told at once under which there are entries."""
        known, other = read.extraction("known"), read.extraction("other")
        _write(store, extractions=(known, other))

        with store.unit_of_work.begin() as transaction:
            filed = transaction.approvals.filed([known.id, ExtractionId("none")])

        assert set(filed) == {known.id}

    def test_acts_are_written_too(self, store: Store) -> None:
        """The entry about an act is there with the act, and not without it."""
        entry = AuditEntry(at=make.NOON, by="cara", action="note done", subject="n")
        with raising(LookupError), store.unit_of_work.begin() as transaction:
            transaction.approvals.write(ApprovalChanges(audit=(entry,)))
            raise LookupError
        before = store.audit.of("n")

        _write(store, audit=(entry,))

        assert (list(before), list(store.audit.of("n"))) == ([], [entry])

    def test_suggestions_are_of_one_contact(self, store: Store) -> None:
        """The oldest comes first, and those of others are left out."""
        second, first = (
            read.suggestion("b", created_at=make.later(2)),
            read.suggestion("a", created_at=make.later(1)),
        )
        other = read.suggestion("c", contact_id=make.contact_id("ben"))

        _write(store, suggestions=(second, first, other))

        with store.unit_of_work.begin() as transaction:
            assert transaction.approvals.suggestions_of(_ANN) == [first, second]

    def test_what_is_settled_is_left_out(self, store: Store) -> None:
        """What waits and what was rejected is heard again; what was approved or replaced is not."""
        made = {
            status: read.suggestion(status, status=status, created_at=make.later(number))
            for number, status in enumerate(SuggestionStatus)
        }

        _write(store, suggestions=tuple(made.values()))

        with store.unit_of_work.begin() as transaction:
            found = transaction.approvals.suggestions_of(_ANN)
        assert found == [made[SuggestionStatus.PENDING], made[SuggestionStatus.REJECTED]]

    def test_a_contact_and_its_history_are_written_together(self, store: Store) -> None:
        """A field, where it came from, and the entry of its change."""
        contact = attrs.evolve(_write_ann(store), name="Ann", origins={"name": Origin("message", make.NOON)})
        change = make.change(contact, "c", field="name", old=None, new="Ann", quote="I am Ann")

        _write(store, contacts=(contact,), history=(change,))

        assert store.contacts.get(_ANN) == contact
        assert store.contacts.history(_ANN, PageRequest(9)).items == (change,)
        with store.unit_of_work.begin() as transaction:
            assert transaction.approvals.change(_ANN, change.id) == change
            assert transaction.approvals.change(make.contact_id("ben"), change.id) is None

    def test_what_fails_is_undone(self, store: Store) -> None:
        """A transaction that fails leaves nothing behind."""
        with raising(LookupError), store.unit_of_work.begin() as transaction:
            transaction.approvals.write(ApprovalChanges(suggestions=(read.suggestion("s"),)))
            raise LookupError

        with store.unit_of_work.begin() as transaction:
            assert transaction.approvals.suggestions_of(_ANN) == []

    def test_a_number_of_another_is_refused(self, store: Store) -> None:
        """A contact cannot be written with a number that belongs to somebody else."""
        _write_ann(store)
        ben = make.contact("ben", phone_numbers=(make.ANN,))

        with raising(ConflictError):
            _write(store, contacts=(ben,))

    def test_a_change_is_seen_by_who_polls(self, store: Store) -> None:
        """Whatever is written moves the number that polls look at."""
        before = store.changes.current("crm")

        _write(store, notes=(read.note("n"),))

        assert store.changes.current("crm") > before


def _write(store: Store, **changes: Any) -> None:  # noqa: ANN401 - the fields of ApprovalChanges
    with store.unit_of_work.begin() as transaction:
        book: ApprovalBook = transaction.approvals
        book.write(ApprovalChanges(**changes))


def _write_ann(store: Store) -> Contact:
    contact = make.contact("ann", phone_numbers=(make.ANN, make.BEN))
    write_contacts(store, contact)
    return contact
