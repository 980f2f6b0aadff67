"""Health checks and where their deliveries got to, in memory."""

from __future__ import annotations

from datetime import datetime

from openphone_crm.health.checks import CheckKind, HealthCheck
from openphone_crm.health.faults import Sighting
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.store import EVENTS, EventRow, Store
from openphone_crm.memory.traffic import is_delivery
from openphone_crm.paging import Page, PageRequest, Position


class MemoryHealthChecks:
    """Keeps health checks as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, check: HealthCheck, *, unless_after: datetime | None = None) -> bool:
        """Keep a new check, unless one of its kind has begun after then."""
        with self._store.writing() as state:
            known = (one for one in state.health_checks.values() if one.kind is check.kind)
            if unless_after is not None and any(one.started_at > unless_after for one in known):
                return False
            state.health_checks[check.id] = check
            state.count(EVENTS)
            return True

    def update(self, check: HealthCheck) -> bool:
        """Keep how a check stands now, unless it was over before."""
        with self._store.writing() as state:
            known = state.health_checks.get(check.id)
            if known is None or known.is_over:
                return False
            state.health_checks[check.id] = check
            state.count(EVENTS)
            return True

    def waiting(self) -> list[HealthCheck]:
        """Those without an outcome, the oldest first."""
        with self._store.reading() as state:
            waiting = [check for check in state.health_checks.values() if not check.is_over]
        return sorted(waiting, key=_order)

    def latest(self, kind: CheckKind) -> HealthCheck | None:
        """The one of this kind that began last."""
        with self._store.reading() as state:
            found = [check for check in state.health_checks.values() if check.kind is kind]
        return max(found, key=_order, default=None)

    def find(self, page: PageRequest) -> Page[HealthCheck]:
        """All of them, the newest first."""
        with self._store.reading() as state:
            found = list(state.health_checks.values())
        return page_of(found, lambda check: Position(check.started_at, check.id), page)


class MemorySightings:
    """Finds the deliveries of health checks among the events."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, check: HealthCheck) -> list[Sighting]:
        """The events of a check, the first first."""
        with self._store.reading() as state:
            found = [row for row in state.events.values() if _is_of(row, check)]
        return [_sighting(row) for row in sorted(found, key=lambda row: (row.arrived_at, row.id))]


def _order(check: HealthCheck) -> tuple[datetime, str]:
    return check.started_at, check.id


def _is_of(row: EventRow, check: HealthCheck) -> bool:
    if check.kind is CheckKind.TEST_EVENT:
        return row.arrival.delivery_key == check.openphone_id
    has_come_by_itself = is_delivery(row) and row.arrived_at >= check.looked_for_since
    return has_come_by_itself and any(word in row.arrival.payload for word in check.words)


def _sighting(row: EventRow) -> Sighting:
    return Sighting(
        status=row.status,
        openphone_type=row.arrival.openphone_type,
        due_at=row.due_at,
        lease_until=row.lease_until,
        attempts_made=len(row.attempts),
        tries_alone=row.tries_alone,
        error_message=row.error_message,
    )
