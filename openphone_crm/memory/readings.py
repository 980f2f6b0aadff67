"""What was read before and what it cost, in memory; and the pace at which it is read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from openphone_crm.extraction.costs import MonthOfCalls, is_within, month_of, newest_first
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId
from openphone_crm.memory.store import ReadingRow, State, Store
from openphone_crm.ports.pacer import is_credible
from openphone_crm.ports.readings import Hindrance, KeptReading

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

    def begin(
        self, call: ModelCall, digests: Sequence[str], *, patience: timedelta, budget_usd: float | None = None
    ) -> Hindrance | None:
        """Write a call down, unless one of its texts is being read, or it could cost too much."""
        row = ReadingRow(call_id=call.id, begun_at=call.begun_at)
        with self._store.writing() as state:
            keys = [(digest, call.model) for digest in digests]
            limit = call.begun_at - patience
            if any(_is_taken(key, limit, state) for key in keys):
                return Hindrance.BEING_READ
            risk = _spent(month_of(call.begun_at), state) + _at_risk(limit, state)
            if not is_within(budget_usd, spent_usd=risk, next_usd=call.most_usd):
                return Hindrance.OVER_BUDGET
            state.model_calls[call.id] = call
            state.readings.update(dict.fromkeys(keys, row))
            _count(MonthOfCalls.of(call), state)
            return None

    def end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        """Write down how a call ended, and free the texts that were not read."""
        with self._store.writing() as state:
            _count(MonthOfCalls.of(call).minus(MonthOfCalls.of(state.model_calls.get(call.id, call))), state)
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

    def spent(self, month: datetime) -> float:
        """What the calls of a month cost."""
        with self._store.reading() as state:
            return _spent(month, state)

    def months(self) -> Sequence[MonthOfCalls]:
        """What was spent by month and model, the newest month first."""
        with self._store.reading() as state:
            return newest_first(state.model_months.values())

    def call(self, call_id: ModelCallId) -> ModelCall | None:
        """One call."""
        with self._store.reading() as state:
            return state.model_calls.get(call_id)


class MemoryPacer:
    """Spaces out what is asked of each service."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, datetime] = {}
        self._refusals: Counter[str] = Counter()

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """Take the next free moment of this service."""
        with self._lock:
            moment = max(now, self._next.get(service, now))
            is_held = self._refusals[service] > 0
            if not (is_held or is_credible(moment, now=now, interval=interval, patience=patience)):
                moment = now
            if patience is None or moment - now <= patience:
                self._next[service] = moment + interval
            return moment

    def free_at(self, service: str, *, now: datetime) -> datetime:
        """When this service is free next."""
        with self._lock:
            return max(now, self._next.get(service, now))

    def hold(self, service: str, *, until: datetime) -> None:
        """Have nobody ask this service before then."""
        with self._lock:
            self._next[service] = max(until, self._next.get(service, until))
            self._refusals[service] += 1

    def refusals(self, service: str) -> int:
        """How often in a row this service has asked to be left alone."""
        with self._lock:
            return self._refusals[service]

    def answered(self, service: str) -> None:
        """Begin to count its refusals anew."""
        with self._lock:
            del self._refusals[service]


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


def _count(counted: MonthOfCalls, state: State) -> None:
    key = (counted.month, counted.model)
    known = state.model_months.get(key, MonthOfCalls(month=counted.month, model=counted.model))
    state.model_months[key] = known.plus(counted)


def _spent(month: datetime, state: State) -> float:
    return sum(each.usd for each in state.model_months.values() if each.month == month)


def _at_risk(limit: datetime, state: State) -> float:
    """By how much the calls that are under way can cost more than they are estimated to."""
    open_calls = (call for call in state.model_calls.values() if call.ended_at is None)
    return sum(call.most_usd - call.estimated_usd for call in open_calls if call.begun_at > limit)
