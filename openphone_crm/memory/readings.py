"""What was read before and what it cost, in memory; and the pace at which it is read."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from openphone_crm.extraction.costs import MonthOfCalls, months_of
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId
from openphone_crm.memory.store import ReadingRow, State, Store
from openphone_crm.ports.readings import KeptReading

Key = tuple[str, str]
"""The digest of a text, and the model."""


class MemoryReadings:
    """Remembers readings and calls as long as the process lives."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store or Store()

    def known(self, digests: Collection[str], *, model: str) -> Mapping[str, KeptReading]:
        """What was read of these texts before."""
        with self._store.reading() as state:
            rows = {digest: state.readings.get((digest, model)) for digest in digests}
        return {digest: row.kept for digest, row in rows.items() if row and row.kept}

    def begin(self, call: ModelCall, digests: Sequence[str], *, patience: timedelta) -> bool:
        """Write a call down, unless one of its texts is being read."""
        row = ReadingRow(call_id=call.id, begun_at=call.begun_at)
        with self._store.writing() as state:
            keys = [(digest, call.model) for digest in digests]
            if any(_is_taken(key, call.begun_at - patience, state) for key in keys):
                return False
            state.model_calls[call.id] = call
            state.readings.update(dict.fromkeys(keys, row))
            return True

    def end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        """Write down how a call ended, and free the texts that were not read."""
        with self._store.writing() as state:
            state.model_calls[call.id] = call
            for key, row in list(state.readings.items()):
                if row.call_id == call.id and row.kept is None:
                    del state.readings[key]
            for digest, reading in kept.items():
                row = ReadingRow(call_id=call.id, begun_at=call.begun_at, kept=reading)
                state.readings[digest, call.model] = row

    def forget(self, digests: Collection[str]) -> None:
        """Keep nothing of what was read of these texts."""
        with self._store.writing() as state:
            forget_readings(digests, state)

    def spent(self, *, since: datetime) -> float:
        """What all calls since then cost."""
        with self._store.reading() as state:
            return sum(call.counted_usd for call in state.model_calls.values() if call.begun_at >= since)

    def months(self) -> Sequence[MonthOfCalls]:
        """What was spent by month and model, the newest month first."""
        with self._store.reading() as state:
            return months_of(state.model_calls.values())

    def call(self, call_id: ModelCallId) -> ModelCall | None:
        """One call."""
        with self._store.reading() as state:
            return state.model_calls.get(call_id)


class MemoryPacer:
    """Spaces out what is asked of each service."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, datetime] = {}

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """Take the next free moment of this service."""
        with self._lock:
            moment = max(now, self._next.get(service, now))
            if patience is None or moment - now <= patience:
                self._next[service] = moment + interval
            return moment


def forget_readings(digests: Collection[str], state: State) -> None:
    """Keep nothing of what was read of these texts, by whatever model."""
    for key in [key for key in state.readings if key[0] in digests]:
        del state.readings[key]


def _is_taken(key: Key, limit: datetime, state: State) -> bool:
    """Whether a text was read, or somebody is reading it who has still time for it."""
    row = state.readings.get(key)
    if row is None or row.kept is not None:
        return row is not None
    return row.begun_at > limit
