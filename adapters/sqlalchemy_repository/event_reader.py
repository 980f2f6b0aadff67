"""Looking at what was received (port `EventReader`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, select

from openphone_crm.errors import InvalidInputError
from openphone_crm.ids import EventId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.priority import Priority
from openphone_crm.texts import storable
from openphone_crm.views import EventDetail, EventFilter, EventView
from openphone_crm.work_records import Attempt, Status

from .database import Connections
from .mapping import entity_of
from .paging import newest_first, page_of, paged
from .tables import webhook_events as events

LONGEST_TYPE_LISTED = 1000
"""Characters of a type as sent; anything may be sent, up to a megabyte, and a list shows many."""

_SHOWN = (
    events.c.id,
    events.c.event_type,
    events.c.status,
    events.c.priority,
    events.c.received_at,
    events.c.processed_at,
    events.c.retry_count,
    events.c.error_message,
)


class SqlEventReader:
    """Reads events; payloads and attempts only one at a time."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def find(self, wanted: EventFilter, page: PageRequest) -> Page[EventView]:
        """Events by when they were received, newest first."""
        if page.after is not None and not is_uuid(page.after.tie):
            raise InvalidInputError("cursor", "is not a cursor of this list")
        query = newest_first(_filtered(wanted), events.c.received_at, events.c.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).all()
        rows, following = paged(found, page, position=lambda row: Position(row.received_at, row.id))
        return page_of([_view(row) for row in rows], following)

    def get(self, event_id: EventId) -> EventDetail | None:
        """One event; None also for an id that is no UUID."""
        if not is_uuid(event_id):
            return None
        payload = cast(events.c.payload, Text).label("payload_text")
        query = select(*_SHOWN, events.c.openphone_type, payload, events.c.attempts).where(
            events.c.id == event_id
        )
        with self._connections.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        attempts = tuple(entity_of(Attempt, attempt) for attempt in row.attempts)
        return EventDetail(_view(row), row.payload_text, attempts)


def _filtered(wanted: EventFilter) -> Select[Any]:
    listed = func.substr(events.c.openphone_type, 1, LONGEST_TYPE_LISTED).label("openphone_type")
    query = select(*_SHOWN, listed)
    if wanted.status is not None:
        query = query.where(events.c.status == wanted.status.value)
    if wanted.event_type is not None:
        query = query.where(events.c.event_type == storable(wanted.event_type))
    if wanted.priority is not None:
        query = query.where(events.c.priority == int(wanted.priority))
    if wanted.since is not None:
        query = query.where(events.c.received_at >= wanted.since)
    return query


def _view(row: Any) -> EventView:  # noqa: ANN401 - a row of _SHOWN
    return EventView(
        id=EventId(row.id),
        event_type=row.event_type,
        openphone_type=row.openphone_type,
        status=Status(row.status),
        priority=Priority(row.priority),
        received_at=row.received_at,
        processed_at=row.processed_at,
        retry_count=row.retry_count,
        error_message=row.error_message,
    )


def is_uuid(text: str) -> bool:
    """Whether a text is an id that an event can have."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
