"""What happened by the minute, counted afresh, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from openphone_crm.extraction.readings import Usage
from openphone_crm.memory.store import State
from openphone_crm.rollups import Figure, Measure, Span


def counted_by_minute(state: State, since: datetime) -> list[Figure]:
    """Count it from that minute on; what is nothing is left out."""
    amounts: dict[tuple[datetime, Measure, str], float] = {}
    for at, measure, label, amount in _all(state):
        if at is not None and at >= since:
            kind = Span.MINUTE.begin(at), measure, label
            amounts[kind] = amounts.get(kind, 0) + amount
    return [Figure(*kind, amount) for kind, amount in amounts.items() if amount]


def _all(state: State) -> Iterator[tuple[datetime | None, Measure, str, float]]:
    for row in state.events.values():
        if not row.arrival.is_history:
            yield row.arrived_at, Measure.RECEIVED, row.priority.label, 1
    for check in state.health_checks.values():
        yield check.checked_at, Measure.CHECKED, check.state.value, 1
    for call in state.model_calls.values():
        usage = call.usage or Usage()
        yield call.ended_at, Measure.USD, call.model, call.usd or 0
        yield call.ended_at, Measure.TOKENS_IN, call.model, usage.input_tokens
        yield call.ended_at, Measure.TOKENS_OUT, call.model, usage.output_tokens + usage.thought_tokens
    for run in (row.run for row in state.reconciliations.values()):
        for kind, tally in run.tallies.items():
            yield run.ended_at, Measure.HEALED, kind, tally.healed
