"""Runs through OpenPhone's history, and what was received, in memory."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import attrs

from openphone_crm.errors import LeaseLostError
from openphone_crm.ids import EventId, ReconciliationId
from openphone_crm.memory.store import EVENTS, RunRow, State, Store
from openphone_crm.ports.reconciliation_book import HistoryEvent, Hold
from openphone_crm.reconciliation.runs import Reconciliation, ReconciliationFigures, RunState, total_of
from openphone_crm.reconciliation.windows import Stretch

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class MemoryReconciliationBook:
    """Keeps runs as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, run: Reconciliation, hold: Hold, *, unless_since: datetime | None = None) -> bool:
        """Keep a new run, unless a scheduled one has begun since then or is not over."""
        with self._store.writing() as state:
            if unless_since is not None and _has_begun(state, unless_since):
                return False
            state.reconciliations[run.id] = RunRow(run=run, held_by=hold.by, lease_until=hold.until)
            state.count(EVENTS)
            return True

    def take(self, run_id: ReconciliationId, hold: Hold, *, now: datetime) -> Reconciliation | None:
        """Take an unfinished run up that nobody else has."""
        with self._store.writing() as state:
            row = state.reconciliations.get(run_id)
            if row is None or not _is_open(row.run) or _is_elsewhere(row, hold.by, now):
                return None
            state.reconciliations[run_id] = attrs.evolve(row, held_by=hold.by, lease_until=hold.until)
            return row.run

    def save(self, run: Reconciliation, *, by: str, until: datetime | None) -> None:
        """Keep how far a run is, if it is still in this hand."""
        with self._store.writing() as state:
            if state.reconciliations[run.id].held_by != by:
                raise LeaseLostError(by)
            state.reconciliations[run.id] = RunRow(run=run, held_by=by if until else None, lease_until=until)
            state.count(EVENTS)

    def unfinished(self) -> list[Reconciliation]:
        """Those that are not over, the newest first."""
        return sorted(filter(_is_open, self._runs()), key=_begun, reverse=True)

    def covered(self) -> list[Stretch]:
        """What was gone through, the earliest first."""
        done = (run for run in self._runs() if not _is_open(run))
        stretches = [Stretch(run.window, run.is_scheduled) for run in done]
        return sorted(stretches, key=lambda each: (each.window.since, each.window.until))

    def figures(self, *, since: datetime) -> ReconciliationFigures:
        """What was found, of late and in all."""
        runs = self._runs()
        return ReconciliationFigures(
            latest=max(runs, key=lambda run: (run.updated_at, run.id), default=None),
            recent=total_of(run.total for run in runs if run.updated_at >= since),
            total=total_of(run.total for run in runs),
        )

    def _runs(self) -> list[Reconciliation]:
        with self._store.reading() as state:
            return [row.run for row in state.reconciliations.values()]


class MemoryReceipts:
    """Looks at the delivery keys of events."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def known(self, delivery_keys: Collection[str]) -> frozenset[str]:
        """Those under which something was received."""
        with self._store.reading() as state:
            return frozenset(key for key in delivery_keys if key in state.delivery_keys)

    def history(self, *, limit: int, after: EventId | None = None) -> list[HistoryEvent]:
        """Events that brought history, by their ids."""
        with self._store.reading() as state:
            rows = [row for row in state.events.values() if row.arrival.is_history and not row.is_erased]
        left = sorted((row.arrival for row in rows if row.id > (after or "")), key=lambda each: each.id)
        return [HistoryEvent(id=each.id, body=each.body) for each in left[:limit]]


def _has_begun(state: State, since: datetime) -> bool:
    scheduled = (row.run for row in state.reconciliations.values() if row.run.is_scheduled)
    return any(_is_open(run) or run.started_at >= since for run in scheduled)


def _is_elsewhere(row: RunRow, worker: str, now: datetime) -> bool:
    return row.held_by not in (None, worker) and (row.lease_until or _LONG_AGO) > now


def _is_open(run: Reconciliation) -> bool:
    return run.state is RunState.RUNNING


def _begun(run: Reconciliation) -> tuple[datetime, str]:
    return run.started_at, run.id
