"""One trace holds all that an event led to, and nobody has to hand anything on for it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import attrs
import pytest

from openphone_crm.follow_ups import ORIGIN, ClaimedFollowUp, follow_up_id
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import ClaimedEvent, Stored
from openphone_crm.priority import Priority
from openphone_crm.spans import Exchange, span_of_event, span_of_exchange, span_of_follow_up
from openphone_crm.testing.happenings import NOON
from openphone_crm.work_records import Attempt

EVENT_ID = EventId("0a1b2c3d-4e5f-4a6b-8c7d-8e9fa0b1c2d3")
EXCHANGE = Exchange(
    id=str(uuid4()),
    method="POST",
    route="/webhooks/openphone",
    status=200,
    started_at=NOON,
    seconds=0.25,
    stored=Stored(EVENT_ID, is_new=True),
)
EVENT = ClaimedEvent(
    id=EVENT_ID,
    priority=Priority.CRITICAL,
    event_type="message.received",
    openphone_type="message.received",
    received_at=NOON,
    due_at=NOON,
    body=b"{}",
)
FOLLOW_UP = ClaimedFollowUp(
    id=follow_up_id("tell", "ACx1"),
    kind="tell",
    subject="ACx1",
    priority=Priority.CRITICAL,
    created_at=NOON,
    details={ORIGIN: EVENT_ID},
)


def attempt(number: int = 1, outcome: str = "processed", error_class: str | None = None) -> Attempt:
    """Make an entry of the log of the work."""
    return Attempt(
        number=number,
        started_at=NOON + timedelta(seconds=number),
        duration_seconds=0.5,
        worker="host:1:critical",
        outcome=outcome,
        error_class=error_class,
        message="cannot ring +12065550123",
    )


def test_a_trace_leads_from_the_request_to_the_last_follow_up() -> None:
    """The request is the root, the event hangs under it, and what it led to under the event."""
    request, event = span_of_exchange(EXCHANGE), span_of_event(EVENT, attempt())

    follow_up = span_of_follow_up(FOLLOW_UP, attempt())

    assert {span.place.trace_id for span in (request, event, follow_up)} == {EVENT_ID.replace("-", "")}
    assert request.place.parent_id is None
    assert event.place.parent_id == request.place.span_id
    assert follow_up.place.parent_id == event.place.span_id
    assert [span.name for span in (request, event, follow_up)] == [
        "POST /webhooks/openphone",
        "process message.received",
        "follow up tell",
    ]


def test_a_span_lasts_as_long_as_what_it_stands_for() -> None:
    """It begins and ends when the request, or the attempt, did."""
    request, event = span_of_exchange(EXCHANGE), span_of_event(EVENT, attempt())

    times = [(span.started_at - NOON, span.ended_at - span.started_at) for span in (request, event)]

    assert times == [
        (timedelta(0), timedelta(seconds=0.25)),
        (timedelta(seconds=1), timedelta(seconds=0.5)),
    ]


def test_a_failed_attempt_is_a_span_of_its_own() -> None:
    """Each attempt hangs under the request; what fails says so by the class of its error alone."""
    failed = span_of_event(EVENT, attempt(1, "failed", "UnavailableError"))

    done = span_of_event(EVENT, attempt(2))

    assert failed.place.span_id != done.place.span_id
    assert failed.place.parent_id == done.place.parent_id
    assert (failed.error, done.error) == ("UnavailableError", None)
    assert "555" not in str(failed)


def test_a_repeat_hangs_under_what_it_repeats() -> None:
    """A delivery that was seen before is in the trace of the first, and no second root of it."""
    repeat = attrs.evolve(EXCHANGE, id=str(uuid4()), stored=Stored(EVENT_ID, is_new=False))

    span = span_of_exchange(repeat)

    first = span_of_exchange(EXCHANGE)
    assert span.place.trace_id == first.place.trace_id
    assert span.place.parent_id == first.place.span_id
    assert span.place.span_id != first.place.span_id


def test_what_no_event_led_to_has_a_trace_of_its_own() -> None:
    """A request that stored nothing, and a follow-up that a person asked for, are roots."""
    request = span_of_exchange(attrs.evolve(EXCHANGE, stored=None, status=503))

    follow_up = span_of_follow_up(attrs.evolve(FOLLOW_UP, details={}), attempt())

    assert request.place.trace_id != follow_up.place.trace_id
    assert (request.place.parent_id, follow_up.place.parent_id) == (None, None)
    assert request.error == "503"


def test_spans_hold_no_numbers() -> None:
    """A type is whatever was sent; a number in it is masked."""
    event = attrs.evolve(EVENT, event_type="call +12065550123")

    span = span_of_event(event, attempt())

    assert "2065550123" not in str(span)


@pytest.mark.parametrize("details", [{}, {"channel": "mail"}])
def test_follow_ups_from_before_know_no_origin(details: dict[str, str]) -> None:
    """One that was written by an earlier version is worked on like any other."""
    follow_up = attrs.evolve(FOLLOW_UP, details=details)

    origin = follow_up.origin

    assert origin is None
