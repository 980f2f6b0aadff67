"""How much arrives, and how much is refused, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from openphone_crm.health.checks import CheckKind
from openphone_crm.health.refusals import Refused
from openphone_crm.memory.store import EventRow, State, Store
from openphone_crm.ports.traffic import FETCHED, RECOUNTED

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class MemoryTraffic:
    """Counts as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_refusals(self, counts: Mapping[Refused, int]) -> None:
        """Add to what was refused."""
        with self._store.writing() as state:
            for refused, count in counts.items():
                state.refusals[refused] = state.refusals.get(refused, 0) + count

    def refusals(self, *, since: datetime) -> dict[str, int]:
        """What was refused in that minute or later, by reason."""
        found: Counter[str] = Counter()
        with self._store.reading() as state:
            for refused, count in state.refusals.items():
                found[refused.reason] += count if refused.minute >= since else 0
        return dict(+found)

    def count_deliveries(self, *, since: datetime) -> None:
        """Bring the hours up to date."""
        with self._store.writing() as state:
            last = max(state.delivery_hours, default=_LONG_AGO + RECOUNTED)
            begin = max(last - RECOUNTED, _hour_of(since))
            received = (row.arrived_at for row in state.events.values() if _is_traffic(row, state))
            state.delivery_hours.update(Counter(_hour_of(at) for at in received if at >= begin))

    def hours(self, *, since: datetime) -> dict[datetime, int]:
        """Deliveries by the beginning of their hour."""
        with self._store.reading() as state:
            return {hour: count for hour, count in state.delivery_hours.items() if hour >= since}

    def latest(self) -> datetime | None:
        """When the last delivery was received."""
        with self._store.reading() as state:
            delivered = (row.arrived_at for row in state.events.values() if is_delivery(row))
            return max(delivered, default=None)

    def forget(self, *, before: datetime) -> None:
        """Let go of all that was counted before then."""
        with self._store.writing() as state:
            _forget(state, before)


def _forget(state: State, before: datetime) -> None:
    for hour in [hour for hour in state.delivery_hours if hour < before]:
        del state.delivery_hours[hour]
    for refused in [refused for refused in state.refusals if refused.minute < before]:
        del state.refusals[refused]


def _hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def is_delivery(row: EventRow) -> bool:
    """Whether OpenPhone posted it here."""
    return not row.arrival.is_history and not (row.arrival.openphone_type or "").startswith(FETCHED)


def _is_traffic(row: EventRow, state: State) -> bool:
    tests = (check for check in state.health_checks.values() if check.kind is CheckKind.TEST_EVENT)
    return is_delivery(row) and row.arrival.delivery_key not in {test.openphone_id for test in tests}
