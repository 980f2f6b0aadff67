"""People say whether something was read rightly, and that a note was dealt with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.errors import NotFoundError
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.ids import ExtractionId, NoteId
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.review_desk import ReviewDesk
from openphone_crm.testing import extraction_builders as read
from tests.unit.extraction.shop import Shop

ENTRY, NOTE = read.extraction("entry"), read.note("note")


@pytest.fixture
def desk(shop: Shop) -> ReviewDesk:
    """Lend a desk before which an entry and a note lie."""
    with shop.crm.unit_of_work.begin() as transaction:
        transaction.approvals.write(ApprovalChanges(extractions=(ENTRY,), notes=(NOTE,)))
    return ReviewDesk(unit_of_work=shop.crm.unit_of_work, clock=shop.clock)


def test_the_last_verdict_counts(desk: ReviewDesk, shop: Shop) -> None:
    """A person may think better of it; who said what is kept in the log of acts."""
    desk.review(ENTRY.id, is_correct=False, by="cara")
    shop.clock.advance(timedelta(seconds=1))

    reviewed = desk.review(ENTRY.id, is_correct=True, by="dan")

    assert (reviewed.is_correct, reviewed.reviewed_by, reviewed.reviewed_at) == (
        True,
        "dan",
        shop.clock.now(),
    )
    assert shop.crm.extractions.verdicts() == {Topic.EMAIL: Share(1, 1)}
    assert [(act.by, act.details) for act in shop.crm.audit.of(ENTRY.id)] == [
        ("cara", {"correct": "false"}),
        ("dan", {"correct": "true"}),
    ]


def test_the_first_who_deals_with_a_note_stays(desk: ReviewDesk, shop: Shop) -> None:
    """A second time changes nothing, and is no act."""
    first = desk.finish(NOTE.id, by="cara")
    shop.clock.advance(timedelta(seconds=1))

    second = desk.finish(NOTE.id, by="dan")

    assert (first.done_by, second) == ("cara", first)
    assert [act.by for act in shop.crm.audit.of(NOTE.id)] == ["cara"]


def test_what_is_not_there(desk: ReviewDesk) -> None:
    """Unknown ids are told as such."""
    with pytest.raises(NotFoundError, match="there is no extraction none"):
        desk.review(ExtractionId("none"), is_correct=True, by="cara")
    with pytest.raises(NotFoundError, match="there is no note none"):
        desk.finish(NoteId("none"), by="cara")
