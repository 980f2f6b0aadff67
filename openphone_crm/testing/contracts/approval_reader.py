"""What looking at suggestions promises: each beside the value that it would replace."""

from __future__ import annotations

from functools import partial

import attrs

from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.suggestions import Suggestion, SuggestionStatus
from openphone_crm.extraction.views import ApprovalFilter, ApprovalView
from openphone_crm.ids import ContactId, SuggestionId
from openphone_crm.paging import Page
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.contracts.scenes import EVERYTHING, write_contacts
from openphone_crm.testing.contracts.store import Store

_ANN = make.contact("ann", name="Ann", email="ann@example.com", address="1 Oak St")


class ApprovalReaderContract:
    """What waits is shown with what the contact holds now, what is decided with what it held."""

    def test_what_waits_is_shown_live(self, store: Store) -> None:
        """The current value is what the contact holds at this moment, not what it held when asked about."""
        suggestion = read.suggestion("s", asked_current="Anna")
        _write(store, suggestion)

        values = []
        for name in ("Ann", "Annabel", None):
            write_contacts(store, attrs.evolve(_ANN, name=name))
            values.append(store.approvals.get(suggestion.id))

        assert values == [ApprovalView(suggestion, name) for name in ("Ann", "Annabel", None)]
        assert store.approvals.find(ApprovalFilter(), EVERYTHING) == Page((ApprovalView(suggestion, None),))

    def test_each_field_has_its_own_value(self, store: Store) -> None:
        """A name is shown beside a name, an e-mail address beside an e-mail address."""
        write_contacts(store, _ANN)
        topics = [Topic.NAME, Topic.EMAIL, Topic.ADDRESS]
        suggestions = [read.suggestion(topic, topic=topic) for topic in topics]
        _write(store, *suggestions)

        shown = [store.approvals.get(suggestion.id) for suggestion in suggestions]

        assert [view and view.current_value for view in shown] == ["Ann", "ann@example.com", "1 Oak St"]

    def test_what_is_decided_is_shown_as_it_was_asked(self, store: Store) -> None:
        """Once decided, the current value is the one that was to be replaced."""
        write_contacts(store, _ANN)
        decided = [status for status in SuggestionStatus if status is not SuggestionStatus.PENDING]
        suggestions = [read.suggestion(status, status=status, asked_current="Anna") for status in decided]
        _write(store, *suggestions)

        shown = [store.approvals.get(suggestion.id) for suggestion in suggestions]

        assert [view and view.current_value for view in shown] == ["Anna"] * 3

    def test_a_contact_that_is_gone_holds_nothing(self, store: Store) -> None:
        """A suggestion without its contact is shown all the same."""
        suggestion = read.suggestion("s")

        _write(store, suggestion)

        assert store.approvals.get(suggestion.id) == ApprovalView(suggestion, None)

    def test_what_is_not_there(self, store: Store) -> None:
        """Whatever an id looks like, nothing is found where nothing is."""
        ids = ["none", "", "\u2603'%", "a\x00b", "x" * 5000]

        found = [store.approvals.get(SuggestionId(each)) for each in ids]
        listed = [
            store.approvals.find(ApprovalFilter(contact_id=ContactId(each)), EVERYTHING) for each in ids
        ]

        assert found == [None] * len(ids)
        assert listed == [Page(())] * len(ids)

    def test_suggestions_are_found_by_status_and_contact(self, store: Store) -> None:
        """Each filter leaves out the others, and both together."""
        approved, pending = SuggestionStatus.APPROVED, SuggestionStatus.PENDING
        ben = make.contact_id("ben")
        ours, done, other = (
            read.suggestion("ours"),
            read.suggestion("done", status=approved),
            read.suggestion("other", contact_id=ben),
        )
        _write(store, ours, done, other)

        assert _found(store) == {ours.id, done.id, other.id}
        assert _found(store, status=pending) == {ours.id, other.id}
        assert _found(store, status=approved) == {done.id}
        assert _found(store, contact_id=_ANN.id) == {ours.id, done.id}
        assert _found(store, status=pending, contact_id=ben) == {other.id}
        assert _found(store, status=SuggestionStatus.REJECTED) == set()

    def test_pages_visit_everything_once(self, store: Store) -> None:
        """Page by page every suggestion is seen once, the newest first."""
        suggestions = [read.suggestion(f"{n}", created_at=make.later(n // 4)) for n in range(11)]
        _write(store, *suggestions)

        for wanted in (ApprovalFilter(), ApprovalFilter(status=SuggestionStatus.PENDING)):
            pages = all_pages(partial(store.approvals.find, wanted), limit=3)

            expected = sorted(suggestions, key=lambda each: (each.created_at, each.id), reverse=True)
            assert [view.suggestion for view in joined(pages)] == expected


def _write(store: Store, *suggestions: Suggestion) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(ApprovalChanges(suggestions=suggestions))


def _found(
    store: Store, *, status: SuggestionStatus | None = None, contact_id: ContactId | None = None
) -> set[SuggestionId]:
    page = store.approvals.find(ApprovalFilter(status=status, contact_id=contact_id), EVERYTHING)
    return {view.suggestion.id for view in page.items}
