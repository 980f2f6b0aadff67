"""Tests of how urgent an event is, and when it is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.priority import Priority, due_at, priority_of

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - made aware at once
    lambda moment: moment.replace(tzinfo=UTC)
)
BATCHES = st.timedeltas(timedelta(milliseconds=1), timedelta(hours=1))


@pytest.mark.parametrize(
    ("priority", "types"),
    [
        (Priority.CRITICAL, ["message.received", "call.missed", "voicemail.received"]),
        (Priority.STANDARD, ["message.delivered", "call.completed", "transcript.ready"]),
        (
            Priority.STANDARD,
            ["recording.ready", "call.ringing", "contact.updated", "unknown", "anything else"],
        ),
        (Priority.LOW, ["message.read", "summary.ready"]),
    ],
)
def test_the_customer_says_what_is_urgent(priority: Priority, types: list[str]) -> None:
    """Three types are critical, two are low, and every type not named is standard."""
    found = {priority_of(name) for name in types}

    assert found == {priority}


def test_priorities_have_names() -> None:
    """The API, the queues and the command line write them the same."""
    assert [priority.label for priority in Priority] == ["critical", "standard", "low"]


@given(received=MOMENTS, batch=BATCHES)
@pytest.mark.parametrize("priority", [Priority.CRITICAL, Priority.STANDARD])
def test_critical_and_standard_are_due_at_once(
    priority: Priority, received: datetime, batch: timedelta
) -> None:
    """An idle system waits for nothing but the low ones."""
    assert due_at(priority, received_at=received, low_batch=batch) == received


@given(received=MOMENTS, batch=BATCHES)
def test_low_is_gathered_for_at_most_a_batch(received: datetime, batch: timedelta) -> None:
    """A low event is due after its receipt, and no later than one batch after it."""
    due = due_at(Priority.LOW, received_at=received, low_batch=batch)

    assert received < due <= received + batch


@given(received=MOMENTS, batch=BATCHES)
def test_a_batch_is_due_together(received: datetime, batch: timedelta) -> None:
    """What arrives before the others are due joins them."""
    due = due_at(Priority.LOW, received_at=received, low_batch=batch)

    later = due_at(Priority.LOW, received_at=due - timedelta(microseconds=1), low_batch=batch)

    assert later == due


def test_without_a_batch_low_is_due_at_once_too() -> None:
    """A batch of no length gathers nothing."""
    received = datetime(2026, 3, 2, tzinfo=UTC)

    assert due_at(Priority.LOW, received_at=received, low_batch=timedelta()) == received
