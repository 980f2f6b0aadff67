"""What happened by the minute, counted afresh from where it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Select, Text, cast, func, select, text, type_coerce

from openphone_crm.counting import LONGEST_LABEL
from openphone_crm.health.checks import CheckState
from openphone_crm.priority import Priority
from openphone_crm.rollups import Figure, Measure, Span

from .tables import health_checks, model_calls, reconciliations, webhook_events
from .types import Moment

# In the words of its index, so that SQLite uses it too.
_IS_TOLD = text("is_history = false")
_LONGEST_CHECK: Final = timedelta(days=1)
_LONGEST_CALL: Final = timedelta(hours=1)


def counted_by_minute(connection: Connection, since: datetime) -> list[Figure]:
    """Count it from that minute on; what is nothing is left out."""
    kinds = (_received, _checked, _paid, _healed)
    return [figure for kind in kinds for figure in kind(connection, since) if figure.amount]


def _received(connection: Connection, since: datetime) -> Iterator[Figure]:
    columns = webhook_events.c
    minute = _minute(connection, columns.received_at)
    is_wanted = columns.received_at >= since
    query = select(minute, columns.priority, func.count()).where(_IS_TOLD, is_wanted)
    for at, priority, count in connection.execute(query.group_by(minute, columns.priority)):
        yield Figure(at, Measure.RECEIVED, Priority(priority).label, count)


def _checked(connection: Connection, since: datetime) -> Iterator[Figure]:
    columns = health_checks.c
    minute = _minute(connection, columns.checked_at)
    is_wanted = (columns.started_at >= since - _LONGEST_CHECK) & (columns.checked_at >= since)
    is_over = columns.state != CheckState.WAITING.value
    query = select(minute, columns.state, func.count()).where(is_wanted, is_over)
    for at, state, count in connection.execute(query.group_by(minute, columns.state)):
        yield Figure(at, Measure.CHECKED, state, count)


def _paid(connection: Connection, since: datetime) -> Iterator[Figure]:
    for at, model, usd, tokens_in, tokens_out in connection.execute(_calls(connection, since)):
        amounts = {Measure.USD: usd, Measure.TOKENS_IN: tokens_in, Measure.TOKENS_OUT: tokens_out}
        for measure, amount in amounts.items():
            yield Figure(at, measure, model[:LONGEST_LABEL], float(amount or 0))


def _calls(connection: Connection, since: datetime) -> Select[Any]:
    columns = model_calls.c
    minute = _minute(connection, columns.ended_at)
    output = _tokens("output_tokens") + _tokens("thought_tokens")
    is_wanted = (columns.begun_at >= since - _LONGEST_CALL) & (columns.ended_at >= since)
    query = select(
        minute, columns.model, func.sum(columns.usd), func.sum(_tokens("input_tokens")), func.sum(output)
    )
    return query.where(is_wanted).group_by(minute, columns.model)


def _tokens(name: str) -> ColumnElement[int]:
    return func.coalesce(model_calls.c.usage[name].as_integer(), 0)


def _healed(connection: Connection, since: datetime) -> Iterator[Figure]:
    columns = reconciliations.c
    query = select(columns.ended_at, columns.tallies).where(columns.ended_at >= since)
    amounts: dict[tuple[datetime, str], int] = {}
    for ended_at, tallies in connection.execute(query):
        for kind, tally in tallies.items():
            key = Span.MINUTE.begin(ended_at), kind
            amounts[key] = amounts.get(key, 0) + tally["healed"]
    return (Figure(at, Measure.HEALED, kind, amount) for (at, kind), amount in amounts.items())


def _minute(connection: Connection, moment: Column[datetime]) -> ColumnElement[datetime]:
    """The beginning of the minute of a moment."""
    if connection.dialect.name == "postgresql":
        return func.date_trunc("minute", moment, type_=Moment).label("minute")
    to_the_minute = func.substr(cast(moment, Text), 1, len("2026-01-31T12:34"))
    return type_coerce(to_the_minute.concat(":00.000000Z"), Moment).label("minute")
