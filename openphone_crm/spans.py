"""
What traces are made of: one trace for each event, from its request to the last thing it led to.

An event's id is the id of its trace, and the ids of the spans that others hang under are derived from it. So
nothing has to be kept or handed on: whoever knows the event knows where its own span belongs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

import attrs

from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import ClaimedEvent, Stored
from openphone_crm.texts import masking_numbers
from openphone_crm.work_records import Attempt, Claim

SERVER_ERRORS: Final = 500
"""From this status on a request failed for a reason of ours."""

_RECEIVED: Final = "received"
_PROCESSED: Final = "processed"


class SpanKind(Enum):
    """What a span stands for."""

    SERVER = "server"
    CONSUMER = "consumer"


@attrs.frozen(kw_only=True)
class Place:
    """Where a span is: its trace, itself, and the span that it hangs under; ids as hexadecimal digits."""

    trace_id: str
    span_id: str
    parent_id: str | None = None


@attrs.frozen(kw_only=True)
class Span:
    """
    Something that was done, from when to when; `error` is the class of what ended it.

    `follows` is the `traceparent` of whoever caused it in a trace of his own.
    """

    name: str
    kind: SpanKind
    place: Place
    started_at: datetime
    ended_at: datetime
    attributes: Mapping[str, str | int]
    error: str | None = None
    follows: str | None = None


@attrs.frozen(kw_only=True)
class Exchange:
    """A request and how it was answered; `id` is one that no other request has."""

    id: str
    method: str
    route: str
    status: int
    started_at: datetime
    seconds: float
    stored: Stored | None = None
    traceparent: str | None = None


def span_of_exchange(exchange: Exchange) -> Span:
    """What a request was: the first span of its event's trace when it brought one, else of its own."""
    return Span(
        name=f"{exchange.method} {exchange.route}",
        kind=SpanKind.SERVER,
        place=_place_of_exchange(exchange),
        started_at=exchange.started_at,
        ended_at=exchange.started_at + timedelta(seconds=exchange.seconds),
        attributes={
            "http.request.method": exchange.method,
            "http.route": exchange.route,
            "http.response.status_code": exchange.status,
            **({"crm.event_id": exchange.stored.id} if exchange.stored else {}),
        },
        error=str(exchange.status) if exchange.status >= SERVER_ERRORS else None,
        follows=exchange.traceparent,
    )


def span_of_event(event: ClaimedEvent, attempt: Attempt) -> Span:
    """What was done about an event in one attempt, under the request that brought it."""
    is_done = attempt.outcome == _PROCESSED
    place = Place(
        trace_id=_trace_of(event.id),
        span_id=_span_id(event.id, _PROCESSED) if is_done else _attempt_id(event, attempt),
        parent_id=_span_id(event.id, _RECEIVED),
    )
    attributes = {"crm.event_id": event.id, "crm.event_type": masking_numbers(event.event_type)}
    return _span_of_work(f"process {event.event_type}", place, attempt, attributes)


def span_of_follow_up(follow_up: ClaimedFollowUp, attempt: Attempt) -> Span:
    """What was done about a follow-up in one attempt, under the processing of the event it began with."""
    origin = follow_up.origin
    place = Place(
        trace_id=_trace_of(origin or follow_up.id),
        span_id=_attempt_id(follow_up, attempt),
        parent_id=_span_id(origin, _PROCESSED) if origin else None,
    )
    attributes = {
        "crm.follow_up_id": follow_up.id,
        "crm.kind": follow_up.kind,
        **({"crm.event_id": origin} if origin else {}),
    }
    return _span_of_work(f"follow up {follow_up.kind}", place, attempt, attributes)


def _place_of_exchange(exchange: Exchange) -> Place:
    if exchange.stored is None:
        return Place(trace_id=_trace_of(exchange.id), span_id=_span_id(exchange.id))
    event_id = exchange.stored.id
    received = _span_id(event_id, _RECEIVED)
    if exchange.stored.is_new:
        return Place(trace_id=_trace_of(event_id), span_id=received)
    # A repeat hangs under the delivery that it repeats.
    return Place(trace_id=_trace_of(event_id), span_id=_span_id(exchange.id), parent_id=received)


def _span_of_work(name: str, place: Place, attempt: Attempt, attributes: Mapping[str, str | int]) -> Span:
    return Span(
        name=masking_numbers(name),
        kind=SpanKind.CONSUMER,
        place=place,
        started_at=attempt.started_at,
        ended_at=attempt.started_at + timedelta(seconds=attempt.duration_seconds),
        attributes={
            **attributes,
            "crm.attempt": attempt.number,
            "crm.worker": attempt.worker,
            "crm.outcome": attempt.outcome,
        },
        # Its message may quote a stranger; the log has it, masked.
        error=attempt.error_class,
    )


def _trace_of(uuid: EventId | str) -> str:
    """An id of 128 bits is one of a trace already."""
    return UUID(uuid).hex


def _attempt_id(claim: Claim, attempt: Attempt) -> str:
    return _span_id(claim.id, str(attempt.number), attempt.started_at.isoformat())


def _span_id(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
