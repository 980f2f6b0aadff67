"""Letting go of what is old, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import attrs

from openphone_crm.memory.store import CRM, EVENTS, EventRow, FollowUpRow, State, Store, WorkRow
from openphone_crm.ports.archive import Kept


class MemoryArchive:
    """Keeps the state from growing for ever; the answers that are kept go by themselves."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def prune(self, kind: Kept, *, before: datetime, limit: int) -> int:
        """Let go of some old things of a kind; how many."""
        with self._store.writing() as state:
            if kind is Kept.PAYLOADS:
                return _emptied(state, before, limit)
            if kind is Kept.DETAILS:
                return _without_details(state, before, limit)
            found = _OLD.get(kind)
            return _dropped(*found(state, before), state, limit) if found else 0


def emptied(row: EventRow) -> EventRow:
    """The event with nothing left of what it said."""
    arrival = attrs.evolve(row.arrival, body=b"", payload="")
    return attrs.evolve(row, arrival=arrival, attempts=(), is_erased=True)


def is_finished(row: WorkRow) -> bool:
    """Whether nothing is left to do about it."""
    return row.status.is_finished


def _emptied(state: State, before: datetime, limit: int) -> int:
    old = (row for row in state.events.values() if _is_old(row, before) and not row.is_erased)
    rows = list(islice(old, limit))
    state.events.update((row.id, emptied(row)) for row in rows)
    if rows:
        state.count(EVENTS)
    return len(rows)


def _without_details(state: State, before: datetime, limit: int) -> int:
    old = (row for row in _done(state, before) if row.follow_up.details)
    rows = list(islice(old, limit))
    for row in rows:
        silent = attrs.evolve(row.follow_up, details={})
        state.follow_ups[row.id] = attrs.evolve(row, follow_up=silent)
    return len(rows)


def _done(state: State, before: datetime) -> Iterator[FollowUpRow]:
    """The follow-ups that are done since before then."""
    for row in state.follow_ups.values():
        if is_finished(row) and row.processed_at is not None and row.processed_at < before:
            yield row


def _is_old(row: WorkRow, before: datetime) -> bool:
    return is_finished(row) and row.arrived_at < before


Found = tuple[dict[Any, Any], Iterable[Any]]


def _events(state: State, before: datetime) -> Found:
    return state.events, (row.id for row in state.events.values() if _is_old(row, before))


def _follow_ups(state: State, before: datetime) -> Found:
    return state.follow_ups, (row.id for row in _done(state, before))


def _reports(state: State, before: datetime) -> Found:
    return state.reports, (day for day in state.reports if day < before.date())


def _audit_entries(state: State, before: datetime) -> Found:
    return state.audit, (entry.id for entry in state.audit.values() if entry.at < before)


def _retry_jobs(state: State, before: datetime) -> Found:
    jobs = (row.job for row in state.retry_jobs.values())
    return state.retry_jobs, (job.id for job in jobs if job.ended_at and job.ended_at < before)


def _readings(state: State, before: datetime) -> Found:
    return state.readings, (key for key, row in state.readings.items() if row.begun_at < before)


def _extractions(state: State, before: datetime) -> Found:
    return state.extractions, (one.id for one in state.extractions.values() if one.created_at < before)


def _model_calls(state: State, before: datetime) -> Found:
    return state.model_calls, (call.id for call in state.model_calls.values() if call.begun_at < before)


def _reconciliations(state: State, before: datetime) -> Found:
    runs = (row.run for row in state.reconciliations.values())
    return state.reconciliations, (run.id for run in runs if run.ended_at and run.until < before)


_OLD: Mapping[Kept, Callable[[State, datetime], Found]] = {
    Kept.EVENTS: _events,
    Kept.FOLLOW_UPS: _follow_ups,
    Kept.REPORTS: _reports,
    Kept.AUDIT_ENTRIES: _audit_entries,
    Kept.RETRY_JOBS: _retry_jobs,
    Kept.READINGS: _readings,
    Kept.EXTRACTIONS: _extractions,
    Kept.MODEL_CALLS: _model_calls,
    Kept.RECONCILIATIONS: _reconciliations,
}


def _dropped(things: dict[Any, Any], keys: Iterable[Any], state: State, limit: int) -> int:
    gone = list(islice(keys, limit))
    for key in gone:
        del things[key]
    if gone:
        _forget_keys(state)
        state.count(EVENTS)
        state.count(CRM)
    return len(gone)


def _forget_keys(state: State) -> None:
    """An event's delivery key goes with it."""
    for delivery_key, event_id in list(state.delivery_keys.items()):
        if event_id not in state.events:
            del state.delivery_keys[delivery_key]
