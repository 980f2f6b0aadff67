"""What was read before and what it cost (ports `Readings` and `Pacer`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from openphone_crm.extraction.costs import MonthOfCalls, months_of
from openphone_crm.extraction.readings import Finding, ReadingOutcome
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId
from openphone_crm.ports.readings import KeptReading

from .bulk import Upsert, among
from .database import Connections
from .mapping import Row, entity_of, row_of
from .tables import model_calls, pacers, readings

# A text that somebody reads or has read is left alone, and then missing from the count of rows.
_reserve = Upsert(readings, update=("call_id",), only_where="1 = 0")
_keep = Upsert(readings, update=("outcome", "findings"))
_enter = Upsert(pacers, update=())


class _BeingReadError(Exception):
    """Somebody else is reading one of the texts."""


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

    def begin(self, call: ModelCall, digests: Sequence[str], *, patience: timedelta) -> bool:
        """Write a call down, unless one of its texts is being read."""
        try:
            with self._connections.writing() as connection:
                self._free(connection, call, digests, limit=call.begun_at - patience)
                connection.execute(insert(model_calls), row_of(call))
                _have_all(connection, [_reservation(digest, call) for digest in dict.fromkeys(digests)])
        except _BeingReadError:
            return False
        return True

    def end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        """Write down how a call ended, and free the texts that were not read."""
        columns = readings.c
        with self._connections.writing() as connection:
            connection.execute(update(model_calls).where(model_calls.c.id == call.id), row_of(call))
            is_of_call = (columns.call_id == call.id) & columns.outcome.is_(None)
            connection.execute(readings.delete().where(is_of_call))
            _keep(connection, [_row(digest, call, reading) for digest, reading in kept.items()])

    def forget(self, digests: Collection[str]) -> None:
        """Keep nothing of what was read of these texts."""
        with self._connections.writing() as connection:
            connection.execute(readings.delete().where(among(connection, readings.c.digest, digests)))

    def spent(self, *, since: datetime) -> float:
        """What all calls since then cost."""
        query = select(func.sum(_counted())).where(model_calls.c.begun_at >= since)
        with self._connections.reading() as connection:
            return float(connection.execute(query).scalar_one() or 0)

    def months(self) -> Sequence[MonthOfCalls]:
        """What was spent by month and model, the newest month first."""
        with self._connections.reading() as connection:
            rows = connection.execute(select(model_calls).order_by(model_calls.c.begun_at)).mappings()
            calls = [entity_of(ModelCall, row) for row in rows]
        return months_of(calls)

    def call(self, call_id: ModelCallId) -> ModelCall | None:
        """One call."""
        query = select(model_calls).where(model_calls.c.id == call_id)
        with self._connections.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else entity_of(ModelCall, row)

    def _free(
        self, connection: Connection, call: ModelCall, digests: Sequence[str], *, limit: datetime
    ) -> None:
        """Take texts from calls that were begun too long ago, and from those that have ended."""
        columns = readings.c
        has_ended = select(model_calls.c.id).where(model_calls.c.ended_at.is_not(None))
        is_wanted = among(connection, columns.digest, digests) & (columns.model == call.model)
        is_free = (columns.begun_at <= limit) | columns.call_id.in_(has_ended)
        connection.execute(readings.delete().where(is_wanted, columns.outcome.is_(None), is_free))


class SqlPacer:
    """One row for each service: when it is free next."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """Take the next free moment of this service."""
        columns = pacers.c
        with self._connections.writing() as connection:
            _enter(connection, [{"service": service, "next_free_at": now}])
            # The row is locked until the commit: no two callers see the same moment.
            query = select(columns.next_free_at).where(columns.service == service).with_for_update()
            moment: datetime = max(connection.execute(query).scalar_one(), now)
            if patience is not None and moment - now > patience:
                return moment
            values = {"next_free_at": moment + interval}
            connection.execute(update(pacers).where(columns.service == service).values(values))
        return moment


def _counted() -> ColumnElement[float]:
    return func.coalesce(model_calls.c.usd, model_calls.c.estimated_usd)


def _have_all(connection: Connection, rows: Sequence[Row]) -> None:
    if _reserve(connection, rows) != len(rows):
        raise _BeingReadError  # so that nothing of the call stays


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
