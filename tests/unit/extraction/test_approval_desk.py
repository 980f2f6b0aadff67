"""People decide: once, for what they see, and what they decide can be taken back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_crm.approval_desk import ChangedSinceError
from openphone_crm.contact_desk import ContactDesk, ContactEdit
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.ids import ChangeId, SuggestionId
from openphone_crm.testing import builders as make
from tests.unit.extraction.deciding import PENDING, edit, suggest
from tests.unit.extraction.shop import Shop, finding


def test_an_approval_is_written(shop: Shop) -> None:
    """The value is in the contact, and its history says where it was read and who approved it."""
    suggestion_id = suggest(shop)

    approved = shop.desk.approve(suggestion_id, by="cara")

    change = shop.history()[0]
    assert (approved.status, approved.decided_by) == (SuggestionStatus.APPROVED, "cara")
    assert shop.contact().name == "Ann Lee"
    assert (change.old, change.new, change.source_kind, change.quote, change.by) == (
        "Ann",
        "Ann Lee",
        "message",
        "Ann Lee",
        "cara",
    )


def test_another_value_may_be_approved(shop: Shop) -> None:
    """A person may mend what was read; it is checked as what a person writes by hand."""
    suggestion_id = suggest(shop)

    with pytest.raises(InvalidInputError):
        shop.desk.approve(suggestion_id, by="cara", value="x" * 501)
    shop.desk.approve(suggestion_id, by="cara", value=" Anne Lee ")

    assert shop.contact().name == "Anne Lee"


def test_another_value_is_the_person_s_own(shop: Shop) -> None:
    """The history shows who wrote it and no quote, since nobody said so; the approval keeps the quote."""
    suggestion_id = suggest(shop)

    approved = shop.desk.approve(suggestion_id, by="cara", value="Anne Lee")

    change = shop.history()[0]
    assert (change.new, change.source_kind, change.source_id, change.quote, change.by) == (
        "Anne Lee",
        "person",
        None,
        None,
        "cara",
    )
    assert approved.quote == "Ann Lee"


@pytest.mark.parametrize("value", ["a\x00b@example.com", "<a>@example.com", "a..b@example.com"])
def test_another_value_has_the_form_of_its_field(shop: Shop, value: str) -> None:
    """What no e-mail address looks like is refused, and the suggestion waits on."""
    shop.tell("a@example.com", finding(Topic.EMAIL, "a@example.com"))
    shop.tell("no, b@example.com", finding(Topic.EMAIL, "b@example.com"))
    (suggestion,) = shop.suggestions(PENDING)

    with pytest.raises(InvalidInputError, match="must be an e-mail address"):
        shop.desk.approve(suggestion.id, by="cara", value=value)

    assert (shop.contact().email, shop.suggestions(PENDING)) == ("a@example.com", [suggestion])


def test_what_another_person_was_told_is_no_news_to_this_one(shop: Shop) -> None:
    """Each of those who approve is shown a changed field before it is written over."""
    suggestion_id = suggest(shop)
    edit(shop, "Anna")
    for person in ("cara", "dan"):
        with pytest.raises(ChangedSinceError):
            shop.desk.approve(suggestion_id, by=person)

    shop.desk.approve(suggestion_id, by="dan")

    assert (shop.contact().name, shop.history()[0].by) == ("Ann Lee", "dan")


def test_a_rejection_changes_nothing_and_is_remembered(shop: Shop) -> None:
    """The field stays, and the value is never suggested again."""
    shop.desk.reject(suggest(shop), by="cara")

    shop.tell("I said Ann Lee", finding(Topic.NAME, "Ann Lee"))

    assert shop.contact().name == "Ann"
    assert shop.suggestions(PENDING) == []


def test_nothing_is_decided_twice(shop: Shop) -> None:
    """Of two people who decide the second is told."""
    suggestion_id = suggest(shop)
    shop.desk.approve(suggestion_id, by="cara")

    for decide in (shop.desk.approve, shop.desk.reject):
        with pytest.raises(ConflictError, match="approved already"):
            decide(suggestion_id, by="dan")

    assert shop.history()[0].by == "cara"


def test_a_field_that_changed_is_asked_anew(shop: Shop) -> None:
    """An approval of a change from what is no more is refused, and given back for what is there now."""
    suggestion_id = suggest(shop)
    edit(shop, "Anna")

    with pytest.raises(ChangedSinceError) as refused:
        shop.desk.approve(suggestion_id, by="cara")
    assert shop.contact().name == "Anna"
    assert refused.value.approval.current_value == "Anna"
    shop.desk.approve(suggestion_id, by="cara")

    assert shop.contact().name == "Ann Lee"


def test_everything_of_a_contact_is_approved_together(shop: Shop) -> None:
    """All that waits is written at once; with nothing waiting nothing happens."""
    shop.tell("Ann, 1 Oak St", finding(Topic.NAME, "Ann"), finding(Topic.ADDRESS, "1 Oak St"))
    shop.tell("no, Ann Lee, 2 Elm St", finding(Topic.NAME, "Ann Lee"), finding(Topic.ADDRESS, "2 Elm St"))

    approved = shop.desk.approve_all(shop.contact().id, by="cara")
    again = shop.desk.approve_all(shop.contact().id, by="cara")

    assert (len(approved), len(again)) == (2, 0)
    assert (shop.contact().name, shop.contact().address) == ("Ann Lee", "2 Elm St")


def test_an_undo_brings_back_what_was_there(shop: Shop) -> None:
    """What was added is gone, the history keeps both, and nothing adds it again without asking."""
    shop.tell("I am Ann", finding(Topic.NAME, "Ann"))
    (added,) = shop.history()

    entry = shop.desk.undo(shop.contact().id, added.id, by="cara")
    shop.tell("really, Ann", finding(Topic.NAME, "Ann"))

    assert (entry.old, entry.new, entry.source_kind, entry.by) == ("Ann", None, "undo", "cara")
    assert shop.contact().name is None
    assert [each.suggested_value for each in shop.suggestions(PENDING)] == ["Ann"]


def test_a_change_under_a_later_one_is_not_undone(shop: Shop) -> None:
    """The later change has to be undone first."""
    shop.tell("I am Ann", finding(Topic.NAME, "Ann"))
    (added,) = shop.history()
    edit(shop, "Anna")

    with pytest.raises(ConflictError, match="later change first"):
        shop.desk.undo(shop.contact().id, added.id, by="cara")


def test_what_is_not_there(shop: Shop) -> None:
    """Unknown ids are told as such."""
    contact_id = shop.contact().id
    for act in (
        lambda: shop.desk.approve(SuggestionId("none"), by="cara"),
        lambda: shop.desk.reject(SuggestionId("none"), by="cara"),
        lambda: shop.desk.approve_all(make.contact_id("nobody"), by="cara"),
        lambda: shop.desk.undo(contact_id, ChangeId("none"), by="cara"),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_an_approved_value_supersedes_what_says_the_same(shop: Shop) -> None:
    """When a person writes what waits to be approved, nobody is asked about it any more."""
    first = suggest(shop, "Ann Lee")

    shop.desk.approve(first, by="cara", value="Ann Lee")

    assert shop.suggestions(PENDING) == []


FIELD = st.sampled_from([Topic.NAME, Topic.EMAIL, Topic.ADDRESS])
VALUES = {
    Topic.NAME: ["Ann", "Ann Lee", "Bo"],
    Topic.EMAIL: ["ann@example.com", "bo@example.com"],
    Topic.ADDRESS: ["1 Oak St", "2 Elm St"],
}
ACTS = st.lists(
    st.tuples(st.sampled_from(["tell", "approve", "reject", "edit"]), FIELD, st.integers(0, 2)), max_size=8
)


@settings(max_examples=40, deadline=None)
@given(acts=ACTS)
def test_undoing_everything_restores_the_start(acts: list[tuple[str, Topic, int]]) -> None:
    """Any sequence of readings, approvals and edits, all undone, leaves the contact's fields as they were."""
    shop = Shop()
    start = shop.contact()
    for act, topic, choice in acts:
        _act(shop, act, topic, VALUES[topic][choice % len(VALUES[topic])])

    for change in shop.history():
        shop.desk.undo(start.id, change.id, by="cara")

    fields = ("name", "email", "address", "company")
    assert [getattr(shop.contact(), field) for field in fields] == [getattr(start, field) for field in fields]


def _act(shop: Shop, act: str, topic: Topic, value: str) -> None:
    waiting = shop.suggestions(PENDING)
    shop.clock.advance(seconds=1)
    match act:
        case "tell":
            shop.tell(f"it is {value}", finding(topic, value))
        case "edit":
            desk = ContactDesk(unit_of_work=shop.crm.unit_of_work, clock=shop.clock)
            desk.edit(shop.contact().id, ContactEdit(fields={topic.value: value}), by="cara")
        case "reject" if waiting:
            shop.desk.reject(waiting[0].id, by="cara")
        case "approve" if waiting:
            with suppress(ChangedSinceError):
                shop.desk.approve(waiting[0].id, by="cara")
