"""Decisions are about what the person has seen, are kept, and settle what asks the same."""

from __future__ import annotations

import pytest

from openphone_crm.approval_desk import ChangedSinceError
from openphone_crm.errors import InvalidInputError, PreconditionError
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.suggestions import SuggestionStatus
from tests.unit.extraction.deciding import PENDING, edit, suggest
from tests.unit.extraction.shop import Shop, finding


def test_of_everything_what_changed_is_asked_anew(shop: Shop) -> None:
    """When one field has changed nothing is approved; once the person has seen it everything is."""
    shop.tell("Ann, 1 Oak St", finding(Topic.NAME, "Ann"), finding(Topic.ADDRESS, "1 Oak St"))
    shop.tell("no, Ann Lee, 2 Elm St", finding(Topic.NAME, "Ann Lee"), finding(Topic.ADDRESS, "2 Elm St"))
    edit(shop, "Anna")

    with pytest.raises(ChangedSinceError) as refused:
        shop.desk.approve_all(shop.contact().id, by="cara")
    assert (shop.contact().name, shop.contact().address) == ("Anna", "1 Oak St")
    assert refused.value.approval.suggestion.topic is Topic.NAME
    approved = shop.desk.approve_all(shop.contact().id, by="cara")

    assert len(approved) == 2
    assert (shop.contact().name, shop.contact().address) == ("Ann Lee", "2 Elm St")


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_only_what_was_seen_is_decided(shop: Shop, act: str) -> None:
    """Who has seen something else is told, and nothing changes; what is expected is what is there now."""
    suggestion_id = suggest(shop)
    decide = getattr(shop.desk, act)

    with pytest.raises(PreconditionError):
        decide(suggestion_id, by="cara", is_expected=lambda view: view.current_value == "Anna")
    waiting = len(shop.suggestions(PENDING))
    decide(suggestion_id, by="cara", is_expected=lambda view: view.current_value == "Ann")

    assert (waiting, shop.suggestions(PENDING)) == (1, [])


def test_of_everything_only_what_was_seen_is_approved(shop: Shop) -> None:
    """Who has seen less, or something else, is told, and nothing is approved."""
    shop.tell("Ann, 1 Oak St", finding(Topic.NAME, "Ann"), finding(Topic.ADDRESS, "1 Oak St"))
    shop.tell("no, Ann Lee, 2 Elm St", finding(Topic.NAME, "Ann Lee"), finding(Topic.ADDRESS, "2 Elm St"))
    contact_id = shop.contact().id

    with pytest.raises(PreconditionError):
        shop.desk.approve_all(contact_id, by="cara", is_expected=lambda views: len(views) == 1)
    waiting = len(shop.suggestions(PENDING))
    shop.desk.approve_all(contact_id, by="cara", is_expected=lambda views: len(views) == 2)

    assert (waiting, shop.suggestions(PENDING)) == (2, [])


def test_a_person_who_approves_what_is_there_changes_nothing(shop: Shop) -> None:
    """Mended to what the field holds already, the suggestion is approved, and the history has no entry."""
    suggestion_id = suggest(shop)
    before = shop.history()

    approved = shop.desk.approve(suggestion_id, by="cara", value="Ann")

    assert approved.status is SuggestionStatus.APPROVED
    assert (shop.contact().name, shop.history()) == ("Ann", before)


@pytest.mark.parametrize("value", ["", "  "])
def test_no_approval_empties_a_field(shop: Shop, value: str) -> None:
    """Whoever wants that does it by hand."""
    with pytest.raises(InvalidInputError, match="value: must say something"):
        shop.desk.approve(suggest(shop), by="cara", value=value)

    assert shop.contact().name == "Ann"


def test_who_decided_is_kept(shop: Shop) -> None:
    """Each act has its entry, which holds nothing that was said."""
    first = suggest(shop)
    shop.desk.approve(first, by="cara")
    second = suggest(shop, "Bo")
    shop.desk.reject(second, by="dan")
    shop.desk.undo(shop.contact().id, shop.history()[0].id, by="eve")

    acts = [act for subject in (first, second, shop.history()[1].id) for act in shop.crm.audit.of(subject)]

    assert [(act.by, act.action) for act in acts] == [
        ("cara", "approval approved"),
        ("dan", "approval rejected"),
        ("eve", "change undone"),
    ]
    assert "Lee" not in repr(acts)


@pytest.mark.parametrize(("written", "waiting"), [("ann LEE", 0), ("Anna", 1), (None, 1)])
def test_what_a_person_writes_settles_what_says_the_same(
    shop: Shop, written: str | None, waiting: int
) -> None:
    """A person's own edit makes a suggestion of the same value no question any more, and of no other."""
    suggest(shop, "Ann Lee")

    edit(shop, written)

    assert len(shop.suggestions(PENDING)) == waiting


def test_an_undo_settles_what_says_the_same(shop: Shop) -> None:
    """What comes back may be what somebody waits to be asked about."""
    shop.tell("I am Ann", finding(Topic.NAME, "Ann"))
    edit(shop, "Bo")
    shop.tell("no, Ann", finding(Topic.NAME, "Ann"))
    waiting = len(shop.suggestions(PENDING))

    shop.desk.undo(shop.contact().id, shop.history()[0].id, by="cara")

    assert (waiting, shop.suggestions(PENDING), shop.contact().name) == (1, [], "Ann")


def test_what_was_added_and_what_was_approved_name_the_same_source(shop: Shop) -> None:
    """The history leads to the item in the timeline, whoever wrote the value."""
    shop.desk.approve(suggest(shop), by="cara")

    approved, added = shop.history()

    assert [added.source_id, approved.source_id] == list(shop.matter.sources)
