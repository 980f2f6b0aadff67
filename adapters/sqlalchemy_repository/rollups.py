"""The figures of every minute, hour and day (port `Rollups`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Text, case, cast, func, literal, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite

from openphone_crm.rollups import BEGINNING, Figure, Measure, Span

from .bulk import Upsert
from .counting import EVER, add_to, row_of_figure, totals_of
from .database import Connections
from .tables import figures
from .types import Moment

_columns = figures.c
_keep = Upsert(figures)
_GAUGES: Final = tuple(measure.value for measure in Measure if measure.is_gauge)
_MEASURES: Final = tuple(measure.value for measure in Measure)
# What is said of a whole minute is in nobody's slot.
_SAID: Final = -1
# Any number will do that no other lock has: those of resources and people are hashes of 64 bits.
_LOCK: Final = 7_402_119
_LENGTHS: Final = {Span.HOUR: timedelta(hours=1), Span.DAY: timedelta(days=1)}
_TO_THE: Final = {
    Span.HOUR: ("2026-01-31T12", ":00:00.000000Z"),
    Span.DAY: ("2026-01-31", "T00:00:00.000000Z"),
}


class SqlRollups:
    """Keeps figures in a table; hours are added up out of minutes, and days out of hours."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def put(self, figures: Iterable[Figure]) -> None:
        """Say how much it was in a minute; what it was more than before, the totals grow by."""
        said = list(figures)
        if not said:
            return
        with self._connections.writing() as connection:
            _be_alone(connection)
            known = _said_since(connection, min(figure.begins_at for figure in said))
            _keep(connection, [row_of_figure(_kept(f, known), Span.MINUTE.value, _SAID) for f in said])
            add_to(connection, totals_of(_growth(said, known), _SAID))

    def roll(self, *, now: datetime) -> None:
        """Add up what changed since the last time, and let go of what is old."""
        with self._connections.writing() as connection:
            _be_alone(connection)
            _add_up(connection, Span.MINUTE, Span.HOUR, now)
            _add_up(connection, Span.HOUR, Span.DAY, now)
            # Of an hour all minutes go or none, so that what is added up again is never less.
            for span, whole in ((Span.MINUTE, Span.HOUR), (Span.HOUR, Span.DAY), (Span.DAY, Span.DAY)):
                before = whole.begin(now - span.kept)
                connection.execute(
                    figures.delete().where(_is_of(_MEASURES, span), _columns.begins_at < before)
                )

    def find(
        self, measures: Collection[Measure], span: Span, *, since: datetime, until: datetime | None = None
    ) -> list[Figure]:
        """The figures of these spans, oldest first."""
        key = (_columns.begins_at, _columns.measure, _columns.label)
        query = _between(select(*key, _amount()), measures, span, since, until).group_by(*key).order_by(*key)
        with self._connections.reading() as connection:
            return [Figure(at, Measure(name), label, n) for at, name, label, n in connection.execute(query)]

    def sums(
        self, measures: Collection[Measure], span: Span, *, since: datetime, until: datetime | None = None
    ) -> list[Figure]:
        """The figures of these spans, put together over time."""
        key = (_columns.measure, _columns.label)
        query = _between(select(*key, _amount()), measures, span, since, until).group_by(*key).order_by(*key)
        with self._connections.reading() as connection:
            return [Figure(since, Measure(name), label, n) for name, label, n in connection.execute(query)]

    def latest(self, measure: Measure, span: Span) -> datetime | None:
        """When the last span began that has a figure of this measure."""
        with self._connections.reading() as connection:
            return connection.execute(_latest([measure.value], span)).scalar_one()

    def totals(self, measures: Collection[Measure]) -> list[Figure]:
        """What was ever counted."""
        key = (_columns.measure, _columns.label)
        names = [measure.value for measure in measures]
        is_wanted = (_columns.span == EVER) & _columns.measure.in_(names)
        query = select(*key, func.sum(_columns.amount)).where(is_wanted).group_by(*key).order_by(*key)
        with self._connections.reading() as connection:
            return [
                Figure(BEGINNING, Measure(name), label, n) for name, label, n in connection.execute(query)
            ]


_Known = dict[tuple[datetime, str, str], float]


def _be_alone(connection: Connection) -> None:
    """Let no other process add up meanwhile: what is counted twice would never be right again."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _said_since(connection: Connection, since: datetime) -> _Known:
    is_wanted = (_columns.begins_at >= since) & (_columns.slot == _SAID)
    query = select(figures).where(_is_of(_MEASURES, Span.MINUTE), is_wanted)
    return {(row.begins_at, row.measure, row.label): row.amount for row in connection.execute(query)}


def _kept(figure: Figure, known: _Known) -> Figure:
    largest = max(figure.amount, known.get(_key(figure), figure.amount))
    return Figure(figure.begins_at, figure.measure, figure.label, largest)


def _growth(said: Iterable[Figure], known: _Known) -> list[Figure]:
    return [
        Figure(figure.begins_at, figure.measure, figure.label, more)
        for figure in said
        if not figure.measure.is_gauge and (more := figure.amount - known.get(_key(figure), 0)) > 0
    ]


def _key(figure: Figure) -> tuple[datetime, str, str]:
    return figure.begins_at, figure.measure.value, figure.label


def _add_up(connection: Connection, parts: Span, whole: Span, now: datetime) -> None:
    """Add the parts up from before the last whole on: then, some of its parts were not there yet."""
    begin = _whole(connection, whole).label("whole")
    key = (_columns.measure, begin, _columns.label)
    added = (
        select(literal(whole.value), *key, literal(_SAID), _amount())
        .where(_is_of(_MEASURES, parts))
        .group_by(*key)
        .order_by(*key)
    )
    # What a clock that was ahead has dated is no sign that all before it is there.
    last = connection.execute(_latest(_MEASURES, whole).where(_columns.begins_at <= now)).scalar_one()
    if last is not None:
        added = added.where(_columns.begins_at >= last - _LENGTHS[whole])
    names = ["span", "measure", "begins_at", "label", "slot", "amount"]
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(figures).from_select(names, added)
    values = {"amount": statement.excluded.amount}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(figures.primary_key.columns), set_=values)
    )


def _whole(connection: Connection, span: Span) -> ColumnElement[datetime]:
    """When the hour or the day began that a minute is in."""
    if connection.dialect.name == "postgresql":
        return func.date_trunc(span.value, _columns.begins_at, type_=Moment)
    kept, rest = _TO_THE[span]
    return type_coerce(func.substr(cast(_columns.begins_at, Text), 1, len(kept)).concat(rest), Moment)


def _latest(measures: Sequence[str], span: Span) -> Select[datetime | None]:
    return select(func.max(_columns.begins_at)).where(_is_of(measures, span))


def _between(
    query: Select[Any], measures: Collection[Measure], span: Span, since: datetime, until: datetime | None
) -> Select[Any]:
    wanted = query.where(_is_of([each.value for each in measures], span), _columns.begins_at >= since)
    return wanted if until is None else wanted.where(_columns.begins_at < until)


def _is_of(measures: Sequence[str], span: Span) -> ColumnElement[bool]:
    return (_columns.span == span.value) & _columns.measure.in_(measures)


def _amount() -> ColumnElement[float]:
    """The largest of a gauge, else the sum."""
    is_gauge = _columns.measure.in_(_GAUGES)
    return case((is_gauge, func.max(_columns.amount)), else_=func.sum(_columns.amount))
