"""What a settled event counts as."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.counting import LONGEST_LABEL, figures_of
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.rollups import Figure, Measure, Span, bucket_of
from openphone_crm.settlements import Try, failed, lost, processed
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Loss

EVENT = ClaimedEvent(
    id=make.event_id("event"),
    event_type="message.received",
    openphone_type="message.received",
    priority=make.arrival().priority,
    received_at=make.later(-100),
    due_at=make.later(-60),
    body=b"{}",
)
TRY = Try(worker="w1", started_at=make.later(-2), ended_at=make.NOON)
MINUTE = Span.MINUTE.begin(make.NOON)
LATER = make.later(3600)


def test_what_is_done_is_timed_from_when_it_was_due() -> None:
    """Not from when it was received: a low one is gathered first."""
    figures = figures_of([processed(EVENT, TRY)])

    assert figures == [Figure(MINUTE, Measure.PROCESSED, bucket_of(60), 1)]


def test_what_was_retried_is_timed_from_its_receipt() -> None:
    """When it was due for the last time says nothing about how long it took."""
    retried = attrs.evolve(EVENT, retry_count=1, due_at=make.later(-1))

    figures = figures_of([processed(retried, TRY)])

    assert figures == [Figure(MINUTE, Measure.PROCESSED, bucket_of(100), 1)]


def test_what_is_tried_again_counts_as_retried() -> None:
    """In the minute in which the try ended."""
    figures = figures_of([failed(EVENT, TRY, ValueError("no"), kind="call.completed", again=LATER)])

    assert figures == [Figure(MINUTE, Measure.RETRIED, "", 1)]


def test_a_dead_letter_counts_by_its_error() -> None:
    """However long the name of that is."""
    error = type("Long" * 100, (Exception,), {})("no")

    figures = figures_of([failed(EVENT, TRY, error, kind="call.completed", again=None)])

    assert figures == [Figure(MINUTE, Measure.FAILED, ("Long" * 100)[:LONGEST_LABEL], 1)]


def test_losing_a_worker_is_no_retry() -> None:
    """It counts once the event is given up, when that is known."""
    the_loss = Loss("w0", make.later(-7200))
    this_try = Try.lost(the_loss, lease=timedelta(seconds=30))
    tried_again = lost(EVENT, this_try, kind="call.completed", now=make.NOON, again=LATER)
    given_up = lost(EVENT, this_try, kind="call.completed", now=make.NOON, again=None)

    assert figures_of([tried_again]) == []
    assert figures_of([given_up]) == [Figure(MINUTE, Measure.FAILED, "WorkerLostError", 1)]


@pytest.mark.parametrize("again", [LATER, None])
def test_history_counts_as_nothing(again: object) -> None:
    """Nobody waits for it, whatever becomes of it."""
    history = attrs.evolve(EVENT, is_history=True)
    settlements = [
        processed(history, TRY),
        failed(history, TRY, ValueError("no"), kind="call.completed", again=LATER if again else None),
    ]

    assert figures_of(settlements) == []


def test_what_counts_alike_is_added_up() -> None:
    """By minute and label."""
    minute_later = attrs.evolve(TRY, ended_at=make.later(60))
    tries = (TRY, TRY, minute_later)

    figures = figures_of(processed(EVENT, this_try) for this_try in tries)

    assert figures == [
        Figure(MINUTE, Measure.PROCESSED, bucket_of(60), 2),
        Figure(MINUTE + timedelta(minutes=1), Measure.PROCESSED, bucket_of(120), 1),
    ]
