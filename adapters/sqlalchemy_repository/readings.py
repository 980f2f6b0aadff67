"""What was read before and what it cost (port `Readings`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs
from sqlalchemy import Connection, func, insert, select, update

from openphone_crm.extraction.costs import MonthOfCalls, is_within, month_of, newest_first
from openphone_crm.extraction.readings import Finding, ReadingOutcome
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId
from openphone_crm.ports.readings import Hindrance, KeptReading

from .bulk import Upsert, among
from .database import Connections
from .mapping import Row, entity_of, row_of
from .tables import model_calls, model_months, readings

# A text that somebody reads or has read is left alone, and then missing from the count of rows.
_reserve = Upsert(readings, update=("call_id",), only_where="1 = 0")
_keep = Upsert(readings, update=("outcome", "findings"))
_COUNTS = ("calls", "unknown", "input_tokens", "output_tokens", "usd")
_count = Upsert(
    model_months,
    update=_COUNTS,
    special={name: f"model_months.{name} + excluded.{name}" for name in _COUNTS},
)


@attrs.frozen
class _HinderedError(Exception):
    """Something stands in the way, and nothing of the call stays."""

    hindrance: Hindrance


class SqlReadings:
    """One row for each text and model, and one for each call."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def known(self, digests: Collection[str], *, model: str) -> Mapping[str, KeptReading]:
        """What was read of these texts before."""
        columns = readings.c
        with self._connections.reading() as connection:
            is_wanted = among(connection, columns.digest, digests) & (columns.model == model)
            rows = connection.execute(select(readings).where(is_wanted, columns.outcome.is_not(None)))
            return {row.digest: _kept(row) for row in rows}

    def begin(
        self, call: ModelCall, digests: Sequence[str], *, patience: timedelta, budget_usd: float | None = None
    ) -> Hindrance | None:
        """Write a call down, unless one of its texts is being read, or it could cost too much."""
        limit = call.begun_at - patience
        try:
            with self._connections.writing() as connection:
                # First, as where a call ends: whoever has the month's row decides alone about its budget.
                _count(connection, [row_of(MonthOfCalls.of(call))])
                connection.execute(insert(model_calls), row_of(call))
                self._free(connection, call, digests, limit=limit)
                _have_all(connection, [_reservation(digest, call) for digest in dict.fromkeys(digests)])
                _check_budget(connection, call.begun_at, limit=limit, budget_usd=budget_usd)
        except _HinderedError as error:
            return error.hindrance
        return None

    def end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        """Write down how a call ended, and free the texts that were not read."""
        columns = readings.c
        with self._connections.writing() as connection:
            begun = _call(connection, call.id) or call
            _count(connection, [row_of(MonthOfCalls.of(call).minus(MonthOfCalls.of(begun)))])
            connection.execute(update(model_calls).where(model_calls.c.id == call.id), row_of(call))
            is_of_call = (columns.call_id == call.id) & columns.outcome.is_(None)
            connection.execute(readings.delete().where(is_of_call))
            _keep(connection, [_row(digest, call, reading) for digest, reading in kept.items()])

    def forget(self, digests: Collection[str]) -> None:
        """Keep nothing of what was read of these texts."""
        with self._connections.writing() as connection:
            connection.execute(readings.delete().where(among(connection, readings.c.digest, digests)))

    def spent(self, month: datetime) -> float:
        """What the calls of a month cost."""
        with self._connections.reading() as connection:
            return _spent(connection, month)

    def months(self) -> Sequence[MonthOfCalls]:
        """What was spent by month and model, the newest month first."""
        with self._connections.reading() as connection:
            rows = connection.execute(select(model_months)).mappings()
            return newest_first(entity_of(MonthOfCalls, row) for row in rows)

    def call(self, call_id: ModelCallId) -> ModelCall | None:
        """One call."""
        with self._connections.reading() as connection:
            return _call(connection, call_id)

    def _free(
        self, connection: Connection, call: ModelCall, digests: Sequence[str], *, limit: datetime
    ) -> None:
        """Take texts from calls that were begun too long ago, and from those that have ended."""
        columns = readings.c
        # By the one call of each row: a list of all that have ended would be the whole ledger.
        of_row = select(model_calls.c.id).where(model_calls.c.id == columns.call_id)
        has_ended = of_row.where(model_calls.c.ended_at.is_not(None)).exists()
        is_wanted = among(connection, columns.digest, digests) & (columns.model == call.model)
        is_free = (columns.begun_at <= limit) | has_ended
        connection.execute(readings.delete().where(is_wanted, columns.outcome.is_(None), is_free))


def _have_all(connection: Connection, rows: Sequence[Row]) -> None:
    if _reserve(connection, rows) != len(rows):
        raise _HinderedError(Hindrance.BEING_READ)


def _check_budget(
    connection: Connection, now: datetime, *, limit: datetime, budget_usd: float | None
) -> None:
    """See that the month stays within its budget should all that is under way cost the most that it can."""
    if budget_usd is None:
        return
    columns = model_calls.c
    is_open = (columns.begun_at > limit) & columns.ended_at.is_(None)
    query = select(func.sum(columns.most_usd - columns.estimated_usd)).where(is_open)
    at_risk = float(connection.execute(query).scalar_one() or 0)
    if not is_within(budget_usd, spent_usd=_spent(connection, month_of(now)), next_usd=at_risk):
        raise _HinderedError(Hindrance.OVER_BUDGET)


def _spent(connection: Connection, month: datetime) -> float:
    query = select(func.sum(model_months.c.usd)).where(model_months.c.month == month)
    return float(connection.execute(query).scalar_one() or 0)


def _call(connection: Connection, call_id: ModelCallId) -> ModelCall | None:
    row = connection.execute(select(model_calls).where(model_calls.c.id == call_id)).mappings().first()
    return None if row is None else entity_of(ModelCall, row)


def _reservation(digest: str, call: ModelCall) -> Row:
    return {
        "digest": digest,
        "model": call.model,
        "call_id": call.id,
        "begun_at": call.begun_at,
        "outcome": None,
        "findings": None,
    }


def _kept(row: Any) -> KeptReading:  # noqa: ANN401 - a row of readings
    findings = tuple(entity_of(Finding, finding) for finding in row.findings or ())
    return KeptReading(outcome=ReadingOutcome(row.outcome), findings=findings)


def _row(digest: str, call: ModelCall, reading: KeptReading) -> Row:
    return {
        "digest": digest,
        "model": call.model,
        "call_id": call.id,
        "begun_at": call.begun_at,
        "outcome": reading.outcome.value,
        "findings": [row_of(finding) for finding in reading.findings],
    }
