"""The events that bring what was missing."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
import pytest

from openphone_crm.codec import decode
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival
from openphone_crm.jsontext import parse_object
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.healing import Gap, arrival_of, delivery_key_of
from openphone_crm.remote import Fetched
from openphone_crm.testing import builders as make
from tests.unit.reconciliation import shown

DAY = timedelta(days=1)


def healed(fetched: Fetched, *, happened_at: datetime = make.NOON, now: datetime = make.NOON) -> Arrival:
    """Make the event."""
    gap = Gap(fetched=fetched, happened_at=happened_at)
    return arrival_of(gap, event_id=EventId("one"), now=now, low_batch=timedelta(minutes=1))


@pytest.mark.parametrize(
    ("fetched", "event_type", "openphone_type"),
    [
        (shown.message(), "message.received", "reconcile.message"),
        (shown.call(), "call.completed", "reconcile.call"),
        (shown.missed(), "call.missed", "reconcile.call"),
        (shown.recordings("https://media.example/r.mp3"), "recording.ready", "reconcile.recordings"),
        (shown.voicemail(), "voicemail.received", "reconcile.voicemail"),
        (shown.transcript(), "transcript.ready", "reconcile.transcript"),
        (shown.summary(), "summary.ready", "reconcile.summary"),
    ],
)
def test_it_is_called_as_a_webhook_is(fetched: Fetched, event_type: str, openphone_type: str) -> None:
    """So that everybody finds it where they look; where it came from stands beside it."""
    arrival = healed(fetched)

    assert (arrival.event_type, arrival.openphone_type) == (event_type, openphone_type)


def test_it_is_read_as_what_was_shown() -> None:
    """The body holds all of it, however odd the words are."""
    fetched = shown.message(text="lone \ud83d, NUL \x00 and caf\u00e9")

    arrival = healed(fetched)

    found = decode(parse_object(arrival.body), received_at=make.NOON, digest="")
    assert found == shown.reports_of(attrs.evolve(fetched))
    assert "\\u0000" not in arrival.payload


@pytest.mark.parametrize(
    ("age", "priority", "is_history", "waits"),
    [
        (timedelta(), Priority.CRITICAL, False, False),
        (DAY, Priority.CRITICAL, False, False),
        (DAY + timedelta(seconds=1), Priority.LOW, True, True),
    ],
)
def test_what_is_older_than_a_day_is_history(
    age: timedelta, priority: Priority, *, is_history: bool, waits: bool
) -> None:
    """It waits for its batch, however urgent it was."""
    arrival = healed(shown.message(), happened_at=make.NOON - age)

    assert (arrival.priority, arrival.is_history) == (priority, is_history)
    assert (arrival.due_at > make.NOON) is waits


def test_found_again_it_has_the_same_key() -> None:
    """Also when it is found later, and its urls are signed anew."""
    first, second = (
        healed(shown.voicemail(recordingUrl=f"https://media.example/v.mp3?sig={n}"), now=make.later(n))
        for n in (1, 2)
    )

    assert first.delivery_key == second.delivery_key
    assert first.body != second.body


def test_what_is_further_on_has_another_key() -> None:
    """And what is another thing, though it says the same."""
    keys = {
        delivery_key_of(each)
        for each in (
            shown.message(status="sent"),
            shown.message(status="delivered"),
            shown.voicemail(),
            attrs.evolve(shown.voicemail(), openphone_id="ACx2"),
        )
    }

    assert len(keys) == 4


def test_the_key_names_nobody() -> None:
    """It stays when what it stands for is erased."""
    key = delivery_key_of(shown.message())

    assert shown.MESSAGE_ID not in key
    assert key.startswith("reconcile:message:")
