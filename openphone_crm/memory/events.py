"""Looking at what was received, in memory."""

from __future__ import annotations

from openphone_crm.ids import EventId
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.store import EventRow, Store
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.views import EventDetail, EventFilter, EventView


class MemoryEventReader:
    """Looks at events."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: EventFilter, page: PageRequest) -> Page[EventView]:
        """Events by when they were received."""
        with self._store.reading() as state:
            found = [_view(row) for row in state.events.values() if _is_wanted(row, wanted)]
        return page_of(found, lambda event: Position(event.received_at, event.id), page)

    def get(self, event_id: EventId) -> EventDetail | None:
        """One event with its payload and attempts."""
        with self._store.reading() as state:
            row = state.events.get(event_id)
            if row is None:
                return None
            return EventDetail(_view(row), None if row.is_erased else row.arrival.payload, row.attempts)


def _is_wanted(row: EventRow, wanted: EventFilter) -> bool:
    return (
        wanted.status in (None, row.status)
        and wanted.event_type in (None, row.arrival.event_type)
        and wanted.priority in (None, row.priority)
        and (wanted.since is None or wanted.since <= row.arrival.received_at)
    )


def _view(row: EventRow) -> EventView:
    return EventView(
        id=row.arrival.id,
        event_type=row.arrival.event_type,
        openphone_type=row.arrival.openphone_type,
        status=row.status,
        priority=row.priority,
        received_at=row.arrival.received_at,
        processed_at=row.processed_at,
        retry_count=row.retry_count,
        error_message=row.error_message,
    )
