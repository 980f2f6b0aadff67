"""Events of our own that bring what no webhook brought; they go the way of all others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import attrs
import orjson

from openphone_crm.codec import classify_fetched, payload_of
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival
from openphone_crm.jsontext import payload_text
from openphone_crm.priority import Priority, due_at, priority_of
from openphone_crm.remote import Fetched
from openphone_crm.work_records import Status

HISTORY_AFTER: Final = timedelta(hours=24)
"""What is older is history when it is found: nobody is told of it, and nothing waits for it."""
KEY: Final = "reconcile"

_URL: Final = ("https://", "http://")


@attrs.frozen(kw_only=True)
class Gap:
    """Something that is missing here, and when it happened."""

    fetched: Fetched
    happened_at: datetime


def arrival_of(gap: Gap, *, event_id: EventId, now: datetime, low_batch: timedelta) -> Arrival:
    """
    The event that brings what was missing; found twice it has the same delivery key.

    What is history has low priority, however urgent it was.
    """
    payload = payload_of(gap.fetched, at=now)
    kind, body = classify_fetched(payload), compact(payload)
    arrival = Arrival(
        id=event_id,
        delivery_key=delivery_key_of(gap.fetched),
        event_type=kind.event_type,
        openphone_type=kind.openphone_type,
        priority=priority_of(kind.event_type),
        status=Status.PENDING,
        received_at=now,
        due_at=now,
        body=body,
        payload=payload_text(body, payload),
    )
    return dated(arrival, gap.happened_at, low_batch=low_batch)


def dated(arrival: Arrival, happened_at: datetime, *, low_batch: timedelta) -> Arrival:
    """An arrival of what happened then: what is history is due with its batch, before nothing else."""
    now = arrival.received_at
    is_history = now - happened_at > HISTORY_AFTER
    priority = Priority.LOW if is_history else arrival.priority
    due = due_at(priority, received_at=now, low_batch=low_batch)
    return attrs.evolve(arrival, priority=priority, due_at=due, is_history=is_history)


def delivery_key_of(fetched: Fetched) -> str:
    """What two findings of one thing have in common, as long as it stays as it is."""
    told = json.dumps([fetched.openphone_id, _unsigned(fetched.resource)], sort_keys=True)
    # No id of OpenPhone's in plain: the key stays when what it stands for is erased.
    digest = hashlib.sha256(told.encode()).hexdigest()
    return f"{KEY}:{fetched.kind}:{digest}"


def compact(document: Mapping[str, Any]) -> bytes:
    """A JSON document without white space; a lone surrogate, which UTF-8 has not, is escaped."""
    try:
        return orjson.dumps(document)
    except TypeError:
        return json.dumps(document, separators=(",", ":")).encode()


def _unsigned(value: object) -> object:
    """A resource without the signatures of its urls, which differ each time that it is shown."""
    match value:
        case str() if value.startswith(_URL):
            return value.partition("?")[0]
        case Mapping():
            return {key: _unsigned(child) for key, child in value.items()}
        case list() | tuple():
            return [_unsigned(child) for child in value]
        case _:
            return value
