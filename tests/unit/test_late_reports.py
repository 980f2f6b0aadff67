"""What is dropped since somebody is erased, and what is not."""

from __future__ import annotations

from collections.abc import Collection

import attrs
import pytest

from openphone_crm.erasure import Erasure
from openphone_crm.events import Report, SummaryReported, TranscriptReported, Utterance
from openphone_crm.late_reports import sifted
from openphone_crm.memory.store import State
from openphone_crm.memory.unit_of_work import MemoryTransaction
from openphone_crm.testing import builders as make
from openphone_crm.working_set import Changes, Wanted
from tests.unit.reports import (
    ANN,
    BEN,
    SHOP,
    call_reported,
    contact_reported,
    message_reported,
    minute,
    stamp,
)

ERASED_AT = minute(10)
SUMMARY = SummaryReported(stamp=stamp(20), reported_at=minute(20), call_id="ACx2", summary=("It was Ann.",))


@attrs.frozen
class NotingTransaction(MemoryTransaction):
    """A transaction that says what was locked."""

    locked: set[str] = attrs.field(factory=set)

    def lock(self, keys: Collection[str]) -> None:
        """Take note."""
        self.locked.update(keys)


@pytest.fixture
def transaction() -> NotingTransaction:
    """Lend a transaction over a store in which nobody was erased."""
    return NotingTransaction(State())


@pytest.fixture
def after(transaction: NotingTransaction) -> NotingTransaction:
    """Lend one over a store in which Ann was erased, with one message and her contact in Quo."""
    transaction.erase(Erasure(at=ERASED_AT, names=frozenset({ANN, "ACx1", "ann-at-quo"})))
    return transaction


def kept(transaction: NotingTransaction, *reports: Report) -> list[Report]:
    """Sift reports, each of an event of its own, and give those that are left."""
    return [report for event in sifted(transaction, [(one,) for one in reports]) for report in event]


def test_while_nobody_was_erased_nothing_is_looked_at(transaction: NotingTransaction) -> None:
    """The very same events come back, and nothing is locked."""
    events = [(message_reported(),), ()]

    left = sifted(transaction, events)

    assert left is events
    assert transaction.locked == set()


def test_an_erased_id_is_dropped_for_good(after: NotingTransaction) -> None:
    """Whatever is told of an erased message, or of an erased contact in Quo, and however new it is."""
    message = message_reported(99, openphone_id="ACx1", from_number=BEN, created_at=minute(99))
    contact = contact_reported(99, openphone_id="ann-at-quo", numbers=(BEN,))

    assert kept(after, message, contact) == []


@pytest.mark.parametrize(("created", "reported", "stays"), [(9, 99, False), (10, 99, False), (11, 99, True)])
def test_what_happened_before_is_dropped(
    after: NotingTransaction,
    created: int,
    reported: int,
    stays: bool,  # noqa: FBT001 - a parameter
) -> None:
    """By when it was written, however late it comes; what is newer is a stranger's."""
    report = message_reported(reported, openphone_id="ACx9", created_at=minute(created))

    assert kept(after, report) == ([report] if stays else [])


@pytest.mark.parametrize(("reported", "stays"), [(9, False), (11, True)])
def test_without_a_time_of_its_own_the_report_counts(
    after: NotingTransaction,
    reported: int,
    stays: bool,  # noqa: FBT001 - a parameter
) -> None:
    """When it happened by the envelope, or was received."""
    report = message_reported(reported, openphone_id="ACx9", created_at=None)

    assert kept(after, report) == ([report] if stays else [])


def test_others_are_let_through(after: NotingTransaction) -> None:
    """Our own number is in everything."""
    reports: list[Report] = [
        message_reported(openphone_id="ACx9", from_number=BEN),
        call_reported(openphone_id="ACx8", from_number=BEN, to_numbers=(SHOP,)),
        contact_reported(openphone_id="ben-at-quo", numbers=(BEN,)),
    ]

    assert kept(after, *reports) == reports


@pytest.mark.parametrize("is_first", [True, False])
def test_parts_of_a_dropped_call_are_dropped_with_it(
    after: NotingTransaction,
    is_first: bool,  # noqa: FBT001 - a parameter
) -> None:
    """A summary knows only the call's id: what is dropped leaves a mark of it, before and after."""
    call = call_reported(openphone_id="ACx2", from_number=ANN, to_numbers=(SHOP,))

    assert kept(after, *((SUMMARY, call) if is_first else (call, SUMMARY))) == []
    assert kept(after, SUMMARY) == []


def test_what_came_before_its_call_goes_with_it(after: NotingTransaction) -> None:
    """A stub and its transcript, whose call turns out to be of somebody who is erased."""
    stub = make.call("2")
    after.save(Changes(calls=(stub,), transcripts=(make.transcript(stub),)))

    kept(after, call_reported(openphone_id="ACx2", from_number=ANN, to_numbers=(SHOP,)))

    left = after.load_resources(Wanted(call_ids=frozenset({"ACx2"})))
    assert (left.calls, left.transcripts) == ((), ())


def test_who_speaks_in_a_transcript_takes_part_in_it(after: NotingTransaction) -> None:
    """Its lines name the speakers by number."""
    line = Utterance(speaker=ANN, text="Hi")
    words = TranscriptReported(stamp=stamp(9), reported_at=minute(9), call_id="ACx3", dialogue=(line,))

    assert kept(after, words) == []


@pytest.mark.parametrize(("edited", "stays"), [(9, False), (11, True)])
def test_an_edit_in_quo_counts_from_when_it_was_made(
    after: NotingTransaction,
    edited: int,
    stays: bool,  # noqa: FBT001 - a parameter
) -> None:
    """A contact with the number that is edited after the erasure is new; an older copy leaves no mark."""
    report = contact_reported(edited, openphone_id="new-at-quo", numbers=(ANN,))

    assert kept(after, report) == ([report] if stays else [])
    assert after.when_erased(["new-at-quo"]) == {}


def test_what_is_looked_at_is_locked(after: NotingTransaction) -> None:
    """Nobody else may bring a part of a call while its mark is being left."""
    kept(after, SUMMARY, message_reported(openphone_id="ACx9"))

    assert after.locked == {"call:ACx2", "message:ACx9"}
